// Sorts and filters the table of results, and unfolds what a link leads to. All of that is in the page without this
// script, too; nothing is loaded, stored or sent. It listens on the table and on the form as a whole, not on their parts.
"use strict";
{
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const table = document.getElementById("matrix");
  const form = document.getElementById("filters");

  /** As it is searched: in small letters, and however its accents are written. */
  const searchable = (text) => text.normalize("NFKC").toLocaleLowerCase(language);

  /** A row of the table and what belongs to it, read once. */
  const learners = Array.from(table.tBodies[0].rows, (row) => ({
    row,
    details: document.getElementById(row.cells[0].querySelector("a").hash.slice(1)),
    words: searchable(row.cells[0].textContent),
    states: row.dataset.states,
  }));

  // Sorting.

  /** Figures are in `data-sort`; what has none is sorted by its words. */
  const value = (cell) => ("sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent);

  const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));

  /** Figures begin with the greatest, words with the first; once more turns it round. Equals keep their order. */
  function sortBy(head) {
    const column = head.cellIndex;
    const sorted = learners.map((learner) => ({ row: learner.row, value: value(learner.row.cells[column]) }));
    const first = sorted.length > 0 && typeof sorted[0].value === "number" ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === first ? other : first;
    const sign = order === "ascending" ? 1 : -1;
    sorted.sort((a, b) => sign * compare(a.value, b.value));
    table.tBodies[0].append(...sorted.map((entry) => entry.row));
    for (const each of table.tHead.rows[0].cells) {
      each.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", order);
  }

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
  }
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      sortBy(button.parentElement);
    }
  });

  // Searching and filtering.

  /** Whether a learner has this standing in that exercise, in every one, or in some. */
  function stands(states, state, exercise) {
    switch (exercise) {
      case "some":
        return states.includes(state);
      case "every":
        return Array.from(states).every((each) => each === state);
      default:
        return states[Number(exercise)] === state;
    }
  }

  /** Shows those who have all words in their name or id, and the standing that is asked for. */
  function filter() {
    const { words, state, exercise } = form.elements;
    const asked = searchable(words.value).trim().split(/\s+/);
    let shown = 0;
    for (const learner of learners) {
      const fits =
        asked.every((word) => learner.words.includes(word)) &&
        (state.value === "" || stands(learner.states, state.value, exercise.value));
      learner.row.hidden = !fits;
      learner.details.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    const output = form.querySelector("output");
    output.textContent = output.dataset.text.replace("{shown}", shown).replace("{all}", learners.length);
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  // Some browsers keep what was filled in when a page is loaded again.
  filter();

  // Unfolding.

  /** Shows what the address leads to, even if it is folded or filtered away. */
  function unfold() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) {
      return;
    }
    if (target.closest("[hidden]")) {
      form.reset();
      filter();
    }
    const folded = target.closest("details") ?? target.querySelector(":scope > details");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  }

  window.addEventListener("hashchange", unfold);
  unfold();
}
