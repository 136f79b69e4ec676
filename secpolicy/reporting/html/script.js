"use strict";
// Only hides and opens what the page already holds; without it everything can be read.
(() => {
  const form = document.getElementById("filter");
  const findings = [...document.querySelectorAll("#findings .finding")];
  const blocks = [...document.querySelectorAll("#findings .block")];
  const shown = document.getElementById("shown");
  const chosen = (name) => new Set([...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));

  const filter = () => {
    const verdicts = chosen("verdict");
    const severities = chosen("severity");
    const words = form.elements.text.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const one of findings) {
      const text = one.dataset.search.normalize("NFKC");
      const stays = verdicts.has(one.dataset.verdict) && severities.has(one.dataset.severity) && words.every((word) => text.includes(word));
      one.hidden = !stays;
      number += stays ? 1 : 0;
    }
    for (const block of blocks) {
      block.querySelector(".none").hidden = block.querySelector(".finding:not([hidden])") !== null;
    }
    shown.textContent = shown.dataset.says.replace("{n}", String(number));
  };

  const open = () => {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (target && target.tagName === "DETAILS") {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  };

  const all = (state) => () => findings.forEach((one) => { one.open = state && !one.hidden; });
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open-all").addEventListener("click", all(true));
  document.getElementById("close-all").addEventListener("click", all(false));
  window.addEventListener("hashchange", open);
  filter();
  open();
})();
