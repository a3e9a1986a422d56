//! Mounts, a network, queues and names of the machine of one's own, in which there is nobody else.

use super::failed;
use crate::sandbox::Network;
use rustix::fd::OwnedFd;
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType};
use rustix::process::{getgid, getuid};
use rustix::thread::UnshareFlags;
use std::fs;
use std::io;

/// Leaves what all processes share.
pub(super) fn leave(network: Network) -> Result<(), String> {
    let (user, group) = (getuid(), getgid());
    if !user.is_root() {
        unshare(UnshareFlags::NEWUSER).map_err(failed("a user namespace"))?;
        map(user.as_raw(), group.as_raw()).map_err(failed("a user namespace"))?;
    }
    let flags = UnshareFlags::NEWNS | UnshareFlags::NEWNET | UnshareFlags::NEWIPC | UnshareFlags::NEWUTS;
    unshare(flags).map_err(failed("namespaces"))?;
    match network {
        Network::None => Ok(()),
        Network::Loopback => start_loopback().map_err(failed("the loopback network")),
    }
}

#[expect(deprecated, reason = "only one flag makes the new function unsafe, and it is not used here")]
fn unshare(flags: UnshareFlags) -> io::Result<()> {
    Ok(rustix::thread::unshare(flags)?)
}

/// In its own namespace it stays who it is.
fn map(user: u32, group: u32) -> io::Result<()> {
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))
}

/// A new network has a loopback device that is switched off. This switches it on, by a message to the kernel
/// (rtnetlink(7)): a header, and the device with the flags to change.
fn start_loopback() -> io::Result<()> {
    const LOOPBACK: u32 = 1;
    const REQUEST_AND_ANSWER: u16 = 1 | 4;
    let socket: OwnedFd = rustix::net::socket_with(
        AddressFamily::NETLINK,
        SocketType::RAW,
        SocketFlags::CLOEXEC,
        None, // the routing family
    )?;
    let up = libc::IFF_UP.unsigned_abs().to_ne_bytes();
    let mut message: Vec<u8> = Vec::new();
    message.extend(32_u32.to_ne_bytes()); // the length of all of it
    message.extend(libc::RTM_NEWLINK.to_ne_bytes());
    message.extend(REQUEST_AND_ANSWER.to_ne_bytes());
    message.extend([0; 8]); // no number, no sender
    message.extend([0; 4]); // any family, any type
    message.extend(LOOPBACK.to_ne_bytes());
    message.extend(up); // the flags
    message.extend(up); // which of them to change
    rustix::net::send(&socket, &message, SendFlags::empty())?;
    let mut answer = [0_u8; 64];
    rustix::net::recv(&socket, &mut answer, RecvFlags::empty())?;
    // After a header of 16 bytes: 0, or the error's negative number.
    let error = i32::from_ne_bytes([answer[16], answer[17], answer[18], answer[19]]);
    if error == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(-error)) }
}
