// Uses the page as a teacher does, once it is loaded, and leaves what it saw in an attribute of the body. It stands
// before the page's policy, which lets nothing run that comes after it but the page's own script.
"use strict";
{
  const problems = [];
  window.addEventListener("error", (event) => problems.push(String(event.message)));
  document.addEventListener("securitypolicyviolation", (event) => problems.push(`policy: ${event.violatedDirective}`));

  window.addEventListener("load", () => {
    const heads = Array.from(document.querySelectorAll("#matrix thead th"));
    const form = document.getElementById("filters");
    const names = () =>
      Array.from(document.querySelectorAll("#matrix tbody tr:not([hidden]) th a"), (link) => link.textContent);
    const details = () => document.querySelectorAll(".learner:not([hidden])").length;

    /** Clicks on a head, and tells the order of the rows and of the heads. */
    const sort = (column) => {
      heads[column].querySelector("button").click();
      return [names(), heads.map((head) => head.getAttribute("aria-sort"))];
    };
    /** Fills in the form, and tells who is shown. */
    const ask = (words, state, exercise) => {
      Object.assign(form.elements.words, { value: words });
      Object.assign(form.elements.state, { value: state });
      Object.assign(form.elements.exercise, { value: exercise });
      form.elements.words.dispatchEvent(new Event("input", { bubbles: true }));
      return [names(), details(), form.querySelector("output").textContent];
    };
    /** Follows a link, and tells what is unfolded and who is shown. */
    const follow = (place) => {
      location.hash = place;
      window.dispatchEvent(new HashChangeEvent("hashchange"));
      return [Array.from(document.querySelectorAll(".learner > details[open]"), (each) => each.parentElement.id), names()];
    };

    const seen = {
      buttons: heads.map((head) => head.querySelectorAll("button").length),
      formIsShown: !form.hidden,
      start: names(),
      byPoints: sort(1),
      byPointsTurned: sort(1),
      bySieve: sort(5),
      byName: sort(0),
      byNameTurned: sort(0),
      searched: ask("ANN", "", "some"),
      searchedById: ask("cy-2", "", "some"),
      twoWords: ask("neill cy", "", "some"),
      nobody: ask("nobody", "", "some"),
      notPassed: ask("", "n", "some"),
      passedAll: ask("", "p", "every"),
      sieveIsOpen: ask("", "i", "2"),
      sieveIsAbsent: ask("", "a", "2"),
      // The filter that was asked for last hides what this link leads to.
      unfolded: follow("learner-0-1"),
      unknownPlace: follow("nowhere"),
      problems,
    };
    document.body.dataset.seen = JSON.stringify(seen);
  });
}
