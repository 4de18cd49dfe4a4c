"use strict";
// One cluster at a time: a page of all of them is long. Without this script, and on paper, each is there.
(() => {
  const form = document.getElementById("clusters-form");
  if (!form) return;
  const select = form.elements.cluster;
  const articles = new Map([...document.querySelectorAll("article.cluster")].map((article) => [article.id.replace(/^cluster-/, ""), article]));
  select.prepend(...[...articles].map(([id, article]) => tools.element("option", {value: id}, article.querySelector("h3").textContent)));
  select.selectedIndex = 0;

  function choose(id) {
    select.value = id;
    select.dispatchEvent(new Event("change", {bubbles: true}));
  }

  function arrive() {                          // a link to a cluster of the page
    const id = decodeURI(location.hash).replace(/^#cluster-/, "");
    if (!articles.has(id)) return;
    choose(id);
    form.scrollIntoView({behavior: "instant"});
  }

  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const at = select.selectedIndex + +button.dataset.step;
      if (at >= 0 && at < articles.size) choose(select.options[at].value);
    });
  }
  tools.tool("clusters", ({cluster}) => { for (const [id, article] of articles) article.hidden = cluster !== "all" && cluster !== id; });
  addEventListener("hashchange", arrive);
  document.addEventListener("ready", arrive);
})();
