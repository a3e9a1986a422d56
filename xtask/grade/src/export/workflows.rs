//! Files for a job in the repository of a teacher, at GitHub and at GitLab: they fetch what learners have pushed, and grade
//! it. Why there and not in the repositories of learners, they say themselves.

use super::tree::File;

/// All of them, where they belong in the teacher's repository.
pub(super) fn files() -> Vec<File> {
    vec![
        File::text(".github/workflows/grade.yml", include_str!("files/workflows/github.yml")),
        File::text(".gitlab-ci.yml", include_str!("files/workflows/gitlab.yml")),
        File::text("GRADING_JOB.md", include_str!("files/workflows/GRADING_JOB.md")),
        File::text("class.csv", include_str!("files/workflows/class.csv")),
        File::program("collect.sh", include_str!("files/workflows/collect.sh")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use saphyr::{LoadableYamlNode, Yaml};

    fn yaml(name: &str) -> String {
        let file = files().into_iter().find(|file| file.path.to_string_lossy() == name).unwrap();
        String::from_utf8(file.bytes).unwrap()
    }

    /// Whatever a job runs, a line each.
    fn commands(steps: &Yaml<'_>) -> String {
        let steps = steps.as_vec().unwrap();
        let of_step =
            |step: &Yaml<'_>| step.as_str().map(str::to_owned).or_else(|| Some(step["run"].as_str()?.to_owned()));
        steps
            .iter()
            .filter(|step| step.as_str().is_some() || step.contains_mapping_key("run"))
            .filter_map(of_step)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_job_at_github_grades_with_as_few_rights_as_it_needs() {
        let text = yaml(".github/workflows/grade.yml");
        let documents = Yaml::load_from_str(&text).unwrap();
        let workflow = &documents[0];
        assert!(
            workflow["on"].contains_mapping_key("workflow_dispatch") && workflow["on"].contains_mapping_key("schedule")
        );
        assert!(!workflow["on"].contains_mapping_key("pull_request_target"));
        assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"));
        let steps = &workflow["jobs"]["grade"]["steps"];
        assert_eq!(steps[0]["with"]["persist-credentials"].as_bool(), Some(false));
        let with_token = steps.as_vec().unwrap().iter().filter(|step| step.contains_mapping_key("env"));
        let names: Vec<_> = with_token.filter_map(|step| step["name"].as_str()).collect();
        assert_eq!(names, ["Fetch what the class has pushed"], "only one step knows the token");
        let commands = commands(steps);
        for part in ["cargo xtask grade", "--sandbox confined", "GITHUB_STEP_SUMMARY", "github/commands.txt"] {
            assert!(commands.contains(part), "{part}");
        }
    }

    #[test]
    fn the_job_at_gitlab_runs_when_its_teacher_says_so() {
        let text = yaml(".gitlab-ci.yml");
        let documents = Yaml::load_from_str(&text).unwrap();
        let job = &documents[0]["grade"];
        let rules = job["rules"].as_vec().unwrap();
        let conditions: Vec<_> = rules.iter().filter_map(|rule| rule["if"].as_str()).collect();
        assert_eq!(conditions, ["$CI_PIPELINE_SOURCE == \"schedule\"", "$CI_PIPELINE_SOURCE == \"web\""]);
        assert_eq!(job["artifacts"]["reports"]["junit"].as_str(), Some("report/junit.xml"));
        assert!(commands(&job["script"]).contains("cargo xtask grade"));
    }
}
