#!/usr/bin/env bash
# Fetches what a class has pushed: the newest commit of each repository in class.csv, into a folder for each learner.
#
#   ./collect.sh class.csv submissions https://github.com
#
# LEARNERS_TOKEN may hold a token that can read those repositories, and nothing else. Git gets it through the environment:
# it stands in no command line and in no file. What cannot be fetched is told, and the others go on: the report then says
# that nothing was handed in.
set -euo pipefail
roster=$1 folder=$2 host=${3%/}

if [ -n "${LEARNERS_TOKEN:-}" ]; then
    # GitHub and GitLab take a token as the password of any user.
    secret=$(printf 'oauth2:%s' "$LEARNERS_TOKEN" | base64 | tr -d '\n')
    export GIT_CONFIG_COUNT=1
    export GIT_CONFIG_KEY_0="http.$host/.extraHeader"
    export GIT_CONFIG_VALUE_0="Authorization: Basic $secret"
fi
# Nothing in a learner's repository is started or followed: no questions, no hooks, no links, no large files elsewhere.
export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=1
quietly=(-c core.hooksPath=/dev/null -c core.symlinks=false -c advice.detachedHead=false)

# id and repository, with a tab between them, from a CSV file whose names may have commas in them.
lines=$(python3 - "$roster" <<'PYTHON'
import csv, re, sys
with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
    for number, row in enumerate(csv.DictReader(file), 2):
        learner, repository = row["id"].strip(), row["repository"].strip()
        if not re.fullmatch(r"[\w@+][\w.@+-]*", learner) or not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)+", repository):
            sys.exit(f"{sys.argv[1]}, line {number}: the id or the repository (owner/name) cannot be used")
        print(learner, repository, sep="\t")
PYTHON
)

mkdir -p "$folder"
missing=0
while IFS=$'\t' read -r learner repository; do
    if git "${quietly[@]}" clone --quiet --depth 1 --no-tags -- "$host/$repository.git" "$folder/$learner"; then
        echo "$learner: $(git -C "$folder/$learner" rev-parse --short HEAD)"
        # Only the files count; the way to them is the teacher's business, and the token's.
        rm -rf -- "${folder:?}/$learner/.git"
    else
        echo "$learner: $repository cannot be fetched" >&2
        missing=$((missing + 1))
    fi
done <<<"$lines"
echo "$missing of $(wc -l <<<"$lines") could not be fetched"
