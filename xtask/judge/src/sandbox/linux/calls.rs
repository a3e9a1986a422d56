//! System calls: seccomp, for what Landlock does not see.
//!
//! Calls are refused that reach other processes, the network or the machine's set-up. The others are allowed: without
//! `unsafe`, code only makes calls that std makes, so a list of all that is needed would break with every new std, and
//! gain little.

use super::failed;
use crate::sandbox::{Network, Policy};
use libc::{
    SYS_acct, SYS_add_key, SYS_bpf, SYS_chroot, SYS_clock_adjtime, SYS_clock_settime, SYS_clone, SYS_clone3,
    SYS_delete_module, SYS_execveat, SYS_fanotify_init, SYS_fchmodat, SYS_fchownat, SYS_finit_module, SYS_fsetxattr,
    SYS_fsopen, SYS_init_module, SYS_io_uring_setup, SYS_kexec_load, SYS_keyctl, SYS_kill, SYS_lsetxattr,
    SYS_memfd_create, SYS_mount, SYS_move_mount, SYS_mq_open, SYS_msgget, SYS_name_to_handle_at, SYS_open_by_handle_at,
    SYS_open_tree, SYS_perf_event_open, SYS_personality, SYS_pidfd_getfd, SYS_pidfd_open, SYS_pidfd_send_signal,
    SYS_pivot_root, SYS_prlimit64, SYS_process_vm_readv, SYS_process_vm_writev, SYS_ptrace, SYS_quotactl, SYS_reboot,
    SYS_request_key, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_semget, SYS_setdomainname, SYS_sethostname,
    SYS_setns, SYS_setpgid, SYS_setpriority, SYS_setsid, SYS_settimeofday, SYS_setxattr, SYS_shmget, SYS_socket,
    SYS_swapoff, SYS_swapon, SYS_syslog, SYS_tgkill, SYS_tkill, SYS_umount2, SYS_unshare, SYS_userfaultfd,
    SYS_utimensat,
};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};
use std::collections::BTreeMap;
use std::env::consts::ARCH;

/// Nobody whom we start needs these: other processes' memory, the kernel's set-up, file systems, clocks, keys, and
/// queues that outlive a process.
const NEVER: [i64; 46] = [
    SYS_acct,
    SYS_add_key,
    SYS_bpf,
    SYS_chroot,
    SYS_clock_adjtime,
    SYS_clock_settime,
    SYS_delete_module,
    SYS_fanotify_init,
    SYS_finit_module,
    SYS_fsopen,
    SYS_init_module,
    SYS_io_uring_setup,
    SYS_kexec_load,
    SYS_keyctl,
    SYS_mount,
    SYS_move_mount,
    SYS_mq_open,
    SYS_msgget,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_open_tree,
    SYS_perf_event_open,
    SYS_personality,
    SYS_pidfd_getfd,
    SYS_pivot_root,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_ptrace,
    SYS_quotactl,
    SYS_reboot,
    SYS_request_key,
    SYS_rt_sigqueueinfo,
    SYS_semget,
    SYS_setdomainname,
    SYS_sethostname,
    SYS_setns,
    SYS_settimeofday,
    SYS_shmget,
    SYS_swapoff,
    SYS_swapon,
    SYS_syslog,
    SYS_tkill,
    SYS_umount2,
    SYS_unshare,
    SYS_userfaultfd,
    SYS_pidfd_send_signal,
];

/// Nor does a check need these: programs from memory, other groups, and what is said about files that it may not open.
const NEVER_IN_CHECKS: [i64; 13] = [
    SYS_execveat,
    SYS_fchmodat,
    SYS_fchownat,
    SYS_fsetxattr,
    SYS_lsetxattr,
    SYS_memfd_create,
    SYS_pidfd_open,
    SYS_rt_tgsigqueueinfo,
    SYS_setpgid,
    SYS_setpriority,
    SYS_setsid,
    SYS_setxattr,
    SYS_utimensat,
];

/// The same by older names, which newer processors never had.
#[cfg(target_arch = "x86_64")]
const NEVER_IN_CHECKS_BY_OLDER_NAMES: [i64; 8] = [
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_fork,
    libc::SYS_futimesat,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_vfork,
];
#[cfg(not(target_arch = "x86_64"))]
const NEVER_IN_CHECKS_BY_OLDER_NAMES: [i64; 0] = [];

/// No rules for a call: it is refused whatever its arguments are.
type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// From here on, these calls fail.
pub(super) fn forbid(policy: &Policy) -> Result<(), String> {
    forbid_all(policy).map_err(failed("seccomp"))
}

fn forbid_all(policy: &Policy) -> Result<(), seccompiler::Error> {
    let mut refused: Rules = NEVER.into_iter().map(|call| (call, Vec::new())).collect();
    refused.insert(SYS_socket, sockets(policy.network)?);
    // Its flags are in memory, where no filter looks; std then takes the older call.
    let absent: Rules = [(SYS_clone3, Vec::new())].into();
    if policy.processes {
        refused.insert(SYS_clone, new_namespaces()?);
    } else {
        let never = NEVER_IN_CHECKS.iter().chain(&NEVER_IN_CHECKS_BY_OLDER_NAMES);
        refused.extend(never.map(|call| (*call, Vec::new())));
        refused.insert(SYS_clone, vec![unless_flag(0, libc::CLONE_THREAD)?]);
        refused.insert(SYS_kill, vec![unless_one_of(0, &[0, own_number()])?]);
        refused.insert(SYS_tgkill, vec![unless_one_of(0, &[own_number()])?]);
        refused.insert(SYS_prlimit64, vec![unless_one_of(0, &[0])?]);
    }
    for (rules, error) in [(refused, libc::EPERM), (absent, libc::ENOSYS)] {
        apply_filter(&program(rules, error)?)?;
    }
    Ok(())
}

fn program(rules: Rules, error: i32) -> Result<BpfProgram, BackendError> {
    let refuse = SeccompAction::Errno(error.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, ARCH.try_into()?)?.try_into()
}

/// No rules refuse every socket; with a network, all but TCP.
fn sockets(network: Network) -> Result<Vec<SeccompRule>, BackendError> {
    let families = [libc::AF_INET, libc::AF_INET6].map(|family| u64::from(family.unsigned_abs()));
    // In the low bits of the second argument; the others are flags.
    let kinds = [libc::SOCK_DGRAM, libc::SOCK_RAW, libc::SOCK_RDM, libc::SOCK_SEQPACKET, libc::SOCK_DCCP];
    match network {
        Network::None => Ok(Vec::new()),
        Network::Loopback => {
            let of_kind = |kind: &i32| {
                let kind = u64::from(kind.unsigned_abs());
                SeccompRule::new(vec![condition(1, SeccompCmpOp::MaskedEq(0xf), kind)?])
            };
            [unless_one_of(0, &families)].into_iter().chain(kinds.iter().map(of_kind)).collect()
        }
    }
}

/// Each flag that asks for a namespace of one's own.
fn new_namespaces() -> Result<Vec<SeccompRule>, BackendError> {
    let flags = [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ];
    flags.iter().map(|flag| SeccompRule::new(vec![with_flag(0, *flag)?])).collect()
}

fn with_flag(argument: u8, flag: i32) -> Result<SeccompCondition, BackendError> {
    let flag = u64::from(flag.unsigned_abs());
    condition(argument, SeccompCmpOp::MaskedEq(flag), flag)
}

fn unless_flag(argument: u8, flag: i32) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![condition(argument, SeccompCmpOp::MaskedEq(u64::from(flag.unsigned_abs())), 0)?])
}

fn unless_one_of(argument: u8, allowed: &[u64]) -> Result<SeccompRule, BackendError> {
    let conditions = allowed.iter().map(|value| condition(argument, SeccompCmpOp::Ne, *value));
    SeccompRule::new(conditions.collect::<Result<_, _>>()?)
}

fn condition(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

fn own_number() -> u64 {
    std::process::id().into()
}
