use super::{Answer, Heartbeat, Job, Queue, task_id};
use crate::hand_out::{Event, HandOut};
use crate::hands::{Doing, Hands};
use crate::store::{Found, Key, Store};
use crate::support::redis::Redis;
use crate::tasks::Task;
use judge::hash;
use judge::language::Language;
use judge::sandbox::Level;
use judge::submission::SourceFile;
use judge::verdict::Standing;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::pending;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Dead workers are found within seconds.
const QUICK: Heartbeat = Heartbeat { every: Duration::from_secs(1), missed: 2 };
/// No test waits so long that is not broken.
const DEADLINE: Duration = Duration::from_secs(120);

fn task(number: usize) -> Task {
    let name = number.to_string();
    let file = SourceFile { path: "lib.rs".into(), display: String::new(), text: format!("// {number}") };
    Task {
        key: Key::of(&name, "say_hello", "kit", 1, Language::English),
        exercise: "say_hello".to_owned(),
        kit: "kit".to_owned(),
        files: vec![file],
    }
}

/// What a worker that judges nothing has to say.
fn answered(standing: Standing) -> Answer {
    let grade = Box::new(crate::store::tests::graded(standing).grade);
    Answer::Graded { is_doubtful: false, grade }
}

/// How often each job was done; jobs are told apart by what was handed in.
type Done = Arc<Mutex<BTreeMap<String, usize>>>;

fn counted(done: &Done, answer: impl Fn(&Job, usize) -> Answer + Send + Sync + 'static) -> Doing {
    let done = Arc::clone(done);
    Arc::new(move |job| {
        let number = {
            let mut done = done.lock().unwrap();
            let count = done.entry(hash::of_parts([format!("{:?}", job.files)])).or_insert(0);
            *count += 1;
            *count
        };
        answer(job, number)
    })
}

/// Lets hands do the tasks, and gives what was broken and what was told.
async fn hand_out(
    queue: &Queue,
    store: &Store,
    tasks: Vec<Task>,
    hands: &[Hands],
) -> (BTreeMap<Key, String>, Vec<Event>) {
    let told = RefCell::new(Vec::new());
    let tell = |event| told.borrow_mut().push(event);
    let out = HandOut { queue, store, class: 7, seed: 1, sandbox: Level::None, tell: &tell };
    let working = async {
        let works = hands.iter().map(|hands| {
            let (hands, queue) = (hands.clone(), queue.clone());
            tokio::spawn(async move { hands.work(&queue, |trouble| eprintln!("{trouble}")).await })
        });
        let works: Vec<_> = works.collect();
        pending::<()>().await;
        drop(works);
    };
    let broken = tokio::select! {
        broken = timeout(DEADLINE, out.run(tasks, Vec::new())) => broken.expect("the tasks come to an end").unwrap(),
        () = working => unreachable!("nobody stops working"),
    };
    (broken.into_iter().collect(), told.into_inner())
}

async fn file_queue() -> (TempDir, Queue, Store) {
    let folder = tempfile::tempdir().unwrap();
    let queue = Queue::in_file(&folder.path().join("queue.sqlite"), QUICK).await.unwrap();
    let store = Store::open(folder.path().join("results")).unwrap();
    (folder, queue, store)
}

fn standing(store: &Store, key: &Key) -> Standing {
    let Found::Result(graded) = store.find(key).unwrap() else { panic!("{key} has no result") };
    graded.grade.standing
}

#[tokio::test]
async fn every_task_is_done_once_and_its_result_is_kept() {
    let (_folder, queue, store) = file_queue().await;
    let done = Done::default();
    let hands = Hands { width: 3, doing: counted(&done, |_, _| answered(Standing::Passed)) };
    let tasks: Vec<Task> = (0..300).map(task).collect();
    let (broken, told) = hand_out(&queue, &store, tasks.clone(), &[hands]).await;
    assert!(broken.is_empty());
    assert!(tasks.iter().all(|task| standing(&store, &task.key) == Standing::Passed));
    let done = done.lock().unwrap();
    assert!(done.len() == 300 && done.values().all(|count| *count == 1), "{done:?}");
    assert_eq!(told.len(), 301, "one round, and each answer");
}

#[tokio::test]
async fn what_is_inconclusive_is_tried_again_alone_and_what_breaks_the_judge_is_told() {
    let (_folder, queue, store) = file_queue().await;
    let done = Done::default();
    let doing = counted(&done, |job, number| {
        let text = format!("{:?}", job.files);
        match number {
            1 | 2 if text.contains("// 3") => answered(Standing::Inconclusive),
            _ if text.contains("// 4") => answered(Standing::Inconclusive),
            _ if text.contains("// 5") => panic!("an invariant of the judge's"),
            1 if text.contains("// 6") => Answer::Broken { problem: "the disk was full".to_owned() },
            1 if text.contains("// 7") => Answer::Refused { reason: "another kit".to_owned() },
            _ => answered(Standing::NotPassed),
        }
    });
    let hands = Hands { width: 2, doing };
    let again = hands.clone();
    let (broken, told) = hand_out(&queue, &store, (0..8).map(task).collect(), &[hands, again]).await;
    assert_eq!(broken.keys().collect::<Vec<_>>(), [&task(5).key]);
    assert!(broken[&task(5).key].contains("an invariant of the judge's"), "{broken:?}");
    for (number, expected) in
        [(2, Standing::NotPassed), (3, Standing::NotPassed), (4, Standing::Inconclusive), (6, Standing::NotPassed)]
    {
        assert_eq!(standing(&store, &task(number).key), expected, "{number}");
    }
    let rounds: Vec<usize> = told
        .iter()
        .filter_map(|event| if let Event::Round { tasks, alone: true } = event { Some(*tasks) } else { None })
        .collect();
    assert_eq!(rounds, [4, 2, 1], "3, 4, 5 and 6; 3 and 4; 4");
    assert!(told.iter().any(|event| matches!(event, Event::Trouble(why) if why.contains("another kit"))), "{told:?}");
}

/// The first worker takes a job and is dropped while it does it; the second one does everything.
async fn one_worker_is_dropped_in_the_middle(queue: Queue, store: &Store) {
    let done = Done::default();
    let (begins, mut begun) = mpsc::unbounded_channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = Mutex::new(released);
    let doing: Doing = Arc::new(move |_| {
        begins.send(()).unwrap();
        // Until the test is over.
        let _ = released.lock().unwrap().recv();
        answered(Standing::NotPassed)
    });
    let dropped = {
        let (queue, hands) = (queue.clone(), Hands { width: 1, doing });
        tokio::spawn(async move { hands.work(&queue, |trouble| eprintln!("{trouble}")).await })
    };
    let second = Hands { width: 2, doing: counted(&done, |_, _| answered(Standing::Passed)) };
    let second = {
        let queue = queue.clone();
        async move {
            begun.recv().await;
            dropped.abort();
            second.work(&queue, |trouble| eprintln!("{trouble}")).await;
        }
    };
    let tasks: Vec<Task> = (0..20).map(task).collect();
    let out = HandOut { queue: &queue, store, class: 7, seed: 1, sandbox: Level::None, tell: &|_| () };
    let broken = tokio::select! {
        broken = timeout(DEADLINE, out.run(tasks.clone(), Vec::new())) => broken.expect("somebody does all of them"),
        () = second => unreachable!("it has nothing to refuse"),
    };
    drop(release);
    assert!(broken.unwrap().is_empty());
    assert!(tasks.iter().all(|task| standing(store, &task.key) == Standing::Passed));
    let done = done.lock().unwrap();
    assert!(done.len() == 20 && done.values().all(|count| *count == 1), "{done:?}");
}

#[tokio::test]
async fn the_job_of_a_dropped_worker_is_done_by_another() {
    let (_folder, queue, store) = file_queue().await;
    one_worker_is_dropped_in_the_middle(queue, &store).await;
}

/// The queue of a server.
async fn queue_of(redis: &Redis) -> Queue {
    Queue::on_server(&redis.address.parse().unwrap(), QUICK).await.unwrap()
}

#[tokio::test]
async fn redis_does_the_job_of_a_dropped_worker() {
    let Some(redis) = Redis::start("redis_does_the_job_of_a_dropped_worker") else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().to_owned()).unwrap();
    one_worker_is_dropped_in_the_middle(queue_of(&redis).await, &store).await;
}

#[tokio::test]
async fn redis_keeps_answers_for_a_grader_that_comes_back() {
    let Some(redis) = Redis::start("redis_keeps_answers_for_a_grader_that_comes_back") else { return };
    let queue = queue_of(&redis).await;
    let done = Done::default();
    let hands = Hands { width: 2, doing: counted(&done, |_, _| answered(Standing::Passed)) };
    let tasks: Vec<Task> = (0..30).map(task).collect();
    let open = |name: &str| Store::open(Path::new(name).to_owned()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for start in ["first", "second"] {
        // The second one knows nothing of the first but the number of its class.
        let store = open(folder.path().join(start).to_str().unwrap());
        let (broken, _) = hand_out(&queue_of(&redis).await, &store, tasks.clone(), std::slice::from_ref(&hands)).await;
        assert!(broken.is_empty());
        assert!(tasks.iter().all(|task| standing(&store, &task.key) == Standing::Passed));
    }
    assert!(done.lock().unwrap().values().all(|count| *count == 1), "nothing is done twice");
    queue.clear_old().await.unwrap();
    let known = queue.answers(vec![task_id(7, tasks[0].key.as_str(), 0)]).await.unwrap();
    assert_eq!(known.len(), 1, "what was just done is not old");
}
