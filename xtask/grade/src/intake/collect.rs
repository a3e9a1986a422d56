//! Looks through a place and reads what counts. A tree is gone through twice: once for the names, which say what is whose,
//! and once for the bytes of what is wanted.

use super::assemble::Content;
use super::budget::Budget;
use super::left_out::{LeftOuts, joined};
use super::listing::{self, Item, Listing};
use super::naming::Names;
use super::plan::{Plan, Planned, Want};
use super::refusal::{Flaw, Misplaced, Refusal};
use super::taken::{Taken, settle};
use super::tree::{Body, Member, Tree};
use super::whose::{self, Division, Part, Rules};
use super::work::{self, Work};
use super::{Intake, Request, path};
use crate::class::Learner;
use judge::submission::{FILE_LIMIT, Unreadable};
use std::collections::{BTreeMap, HashMap};
use std::mem;

/// What has been found so far.
pub(super) struct Collector<'a> {
    request: &'a Request<'a>,
    names: &'a Names<'a>,
    /// Files and folders that are the teacher's, not a learner's.
    ignored: Vec<String>,
    /// What each learner has handed in, by their ids.
    handed: BTreeMap<String, Vec<Taken>>,
    /// The ids, by what they are without capitals: nobody would give such names to two people.
    ids: HashMap<String, String>,
    left_out: LeftOuts,
    budget: Budget,
}

impl<'a> Collector<'a> {
    pub(super) fn new(request: &'a Request<'a>, names: &'a Names<'a>, ignored: Vec<String>) -> Self {
        let (handed, ids) = (BTreeMap::new(), HashMap::new());
        Self { request, names, ignored, handed, ids, left_out: LeftOuts::default(), budget: Budget::default() }
    }

    /// Takes in a place with everybody's work; `shown` is what messages call it.
    pub(super) fn class(&mut self, tree: &mut dyn Tree, rules: &Rules<'_>, shown: &str) {
        let Listing { mut items, refused } = match listing::of(tree) {
            Ok(listing) => listing,
            Err(refusal) => return self.left_out.add(shown, &refusal),
        };
        items.retain(|item| !self.is_ignored(&item.path));
        self.left_out.add_all(shown, &refused);
        let Division { parts, nobodys } = whose::divide(&items, rules);
        for (top, refusal) in nobodys {
            self.left_out.add(&joined(shown, &top), &refusal);
        }
        let mut plan = Plan::default();
        for Part { label, top, items: own } in parts {
            let work = work::of(&own, &items, self.names, rules.exercise);
            if work.is_empty() {
                self.left_out.add(&joined(shown, &top), &Misplaced::NoExercise.into());
                continue;
            }
            let person = self.request.roster.and_then(|roster| roster.person(&label));
            let id = person.map_or(label.id, |person| person.id.clone());
            let learner = self.ids.entry(path::folded(&id)).or_insert(id).clone();
            self.plan(&mut plan, &learner, work, &items, [shown, &top]);
        }
        self.read(tree, plan, shown, false);
    }

    fn is_ignored(&self, path: &str) -> bool {
        let is_in = |own: &String| path.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.ignored.iter().any(is_in)
    }

    /// Takes in an archive or a repository that is one learner's.
    fn nested(
        &mut self,
        tree: &mut dyn Tree,
        learner: &str,
        exercise: Option<u32>,
        shown: &str,
    ) -> Result<(), Refusal> {
        let Listing { items, refused } = listing::of(tree)?;
        self.left_out.add_all(shown, &refused);
        let own: Vec<(usize, String)> = items.iter().map(|item| item.path.clone()).enumerate().collect();
        let work = work::of(&own, &items, self.names, exercise);
        if work.is_empty() {
            return Err(Misplaced::NoExercise.into());
        }
        let mut plan = Plan::default();
        self.plan(&mut plan, learner, work, &items, [shown, ""]);
        self.read(tree, plan, shown, true);
        Ok(())
    }

    /// Plans to read a learner's work, which is at `top` in the tree that is called `shown`.
    fn plan<'b>(
        &mut self,
        plan: &mut Plan<'b>,
        learner: &str,
        mut work: Work,
        items: &'b [Item],
        [shown, top]: [&str; 2],
    ) {
        self.handed.entry(learner.to_owned()).or_default();
        let strays = mem::take(&mut work.strays).into_iter();
        let strays: Vec<_> = strays.map(|(index, refusal)| (items[index].path.clone(), refusal)).collect();
        self.left_out.add_all(shown, &strays);
        plan.add(learner, work, items, top);
    }

    /// Reads what is planned.
    fn read(&mut self, tree: &mut dyn Tree, plan: Plan<'_>, shown: &str, is_nested: bool) {
        let Plan { mut claims, wants } = plan;
        let passed = tree.each(&mut |Member { path, body }| {
            match wants.get(path) {
                None => {}
                Some(Want::Read { claim, file }) => {
                    let learner = claims[*claim].learner.clone();
                    let content = self.content(body, &learner);
                    claims[*claim].put(*file, content);
                }
                Some(Want::Open { learner, exercise }) => {
                    let place = joined(shown, path);
                    let opened = if is_nested {
                        Err(Flaw::NestedTooDeep.into())
                    } else {
                        self.open(body, learner, *exercise, &place)
                    };
                    if let Err(refusal) = opened {
                        self.left_out.add(&place, &refusal);
                    }
                }
            }
            Ok(())
        });
        for Planned { learner, exercise, place, files } in claims {
            let files = files.and_then(|files| files.into_iter().map(|file| file.read(&passed)).collect());
            let taken = Taken { exercise, place: joined(shown, &place), files };
            self.handed.entry(learner).or_default().push(taken);
        }
    }

    fn open(&mut self, body: Body<'_>, learner: &str, exercise: Option<u32>, place: &str) -> Result<(), Refusal> {
        match body {
            Body::File(content) | Body::Repository(content) => {
                self.nested(&mut *content.open()?, learner, exercise, place)
            }
            Body::Link => Err(Refusal::Link),
            Body::Special => Err(Refusal::Special),
            Body::Refused(refusal) => Err(refusal),
        }
    }

    /// What is in a file, as long as its learner has not handed in too much.
    fn content(&mut self, body: Body<'_>, learner: &str) -> Result<Content, Refusal> {
        let content = match body {
            Body::File(content) => content.read(FILE_LIMIT)?,
            Body::Link => Err(Unreadable::Link),
            Body::Repository(_) | Body::Special => Err(Unreadable::NotAFile),
            Body::Refused(refusal) => return Err(refusal),
        };
        self.budget.take(learner, content.as_ref().map_or(0, |bytes| bytes.len() as u64))?;
        Ok(content)
    }

    /// Says that all of a place was left out.
    pub(super) fn leave_out(&mut self, place: &str, refusal: &Refusal) {
        self.left_out.add(place, refusal);
    }

    /// All that was taken in.
    pub(super) fn finish(mut self) -> Intake {
        let mut hand_ins = Vec::new();
        let mut learners = Vec::new();
        for (id, taken) in mem::take(&mut self.handed) {
            let (own, refused) = settle(&id, taken, self.request.exercises);
            hand_ins.extend(own);
            for (place, refusal) in refused {
                self.left_out.add(&place, &refusal);
            }
            let name = self.request.roster.and_then(|roster| roster.name(&id)).unwrap_or(&id).to_owned();
            learners.push(Learner { id, name, grades: Vec::new() });
        }
        for person in self.request.roster.iter().flat_map(|roster| &roster.people) {
            if learners.iter().all(|learner| learner.id != person.id) {
                let (id, name) = (person.id.clone(), person.name.clone());
                learners.push(Learner { id, name, grades: Vec::new() });
            }
        }
        learners.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Intake { learners, hand_ins, left_out: self.left_out.into_sorted() }
    }
}
