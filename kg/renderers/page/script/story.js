// Views kept as steps, with a sentence each: an editor pages through them. They travel inside the saved page.
let story = carried("story");
let stepAt = -1;

function goTo(hash) {
  const asked = fromHash(hash);
  byId("search").value = asked.change.query;
  change(asked.change);
  if (asked.ends) showWay(...asked.ends);
  legend();
  fillGroups();
  painter.whole();
  if (asked.open) show(asked.open);
  else close();
  keepAddress();
}
function goToStep(number) {
  stepAt = Math.max(0, Math.min(number, story.length - 1));
  goTo(story[stepAt].hash);
  showStory();
  say(`Step ${stepAt + 1} of ${story.length}: ${story[stepAt].words}`);
}
function showStory() {
  byId("telling").hidden = !story.length;
  if (story.length) {
    byId("telling-words").textContent = stepAt < 0 ? `A story in ${count(story.length, "step")}.` : `${stepAt + 1} of ${story.length}: ${story[stepAt].words}`;
    byId("step-back").disabled = stepAt <= 0;
    byId("step-on").disabled = stepAt >= story.length - 1;
  }
  byId("steps").replaceChildren(...story.map((each, number) => make("li", {}, button(each.words, () => goToStep(number), { className: "link" }),
    button("×", () => { story.splice(number, 1); stepAt = -1; showStory(); }, { className: "small", "aria-label": `Remove step ${number + 1}` }))));
  byId("save-story").hidden = !story.length;
}
acts(byId("step-form"), () => {
  story.push({ words: byId("step-words").value.trim() || filtersInWords(), hash: toHash() });
  byId("step-words").value = "";
  stepAt = story.length - 1;
  showStory();
  say(`Kept as step ${story.length}.`);
});
byId("step-back").addEventListener("click", () => goToStep(stepAt - 1));
byId("step-on").addEventListener("click", () => goToStep(stepAt + 1));
byId("save-story").addEventListener("click", () => {
  const page = pristine.cloneNode(true);
  // Escaped like the other blocks, so that no sentence can end its block.
  page.querySelector("#story").textContent = JSON.stringify(story).replace(/[<>&\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  save("story.html", "text/html", `<!doctype html>\n${page.outerHTML}`);
});
story = Array.isArray(story) ? story.filter((each) => each && typeof each.hash === "string" && typeof each.words === "string") : [];
