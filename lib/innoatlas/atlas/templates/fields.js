"use strict";
(() => {
  if (!document.getElementById("fields-form")) return;
  const fields = tools.read("fields-data");
  const {number} = tools;

  tools.tool("fields", ({cluster, kind, order}) => {
    const at = tools.place(cluster);
    const {world, clusters} = fields[kind];
    const rows = order === "share" ? clusters[at] : [...clusters[at]].sort((a, b) => b[2] - a[2]);
    const top = Math.max(...rows.map(([field, share]) => Math.max(share, world[field][2])));
    tools.fill("fields-table", rows.map(([field, share, special, count]) => [
      {text: world[field][1], link: tools.address("field", {field: `${kind}-${world[field][0]}`})},
      {text: number(share, 1), bar: share / top, mark: world[field][2] / top},
      number(world[field][2], 1), number(special, 2), number(count, 1),
    ]), `${tools.clusters[at][1]}, ${tools.kinds[kind].toLowerCase()}: ${rows.length} fields; the tick on the bar is the world's share`);
  });

  const most = JSON.parse(document.getElementById("field-form").dataset.limits);

  tools.tool("field", ({field, least}) => {
    const cut = field.indexOf("-");
    const [kind, code] = [field.slice(0, cut), field.slice(cut + 1)];
    const {world, clusters} = fields[kind];
    const place = world.findIndex((row) => row[0] === code);
    const strong = clusters.flatMap((own, at) => own.filter(([one, share, special, count]) => one === place && share >= most.percent && special > 1 && count >= least).map((row) => [at, ...row]));
    const rows = strong.sort((a, b) => b[3] - a[3] || a[0] - b[0]).slice(0, most.clusters);
    const top = Math.max(...rows.map((row) => row[2]));
    tools.fill("field-table", rows.map(([at, , share, special, count]) => [
      {text: tools.clusters[at][1], link: tools.address("fields", {cluster: tools.clusters[at][0], kind})},
      number(at + 1), {text: number(share, 1), bar: share / top, mark: world[place][2] / top}, number(special, 2), number(count, 1),
    ]), `${world[place][1]}, ${tools.kinds[kind].toLowerCase()}: ${number(world[place][2], 1)} % of the world. The most specialised clusters`);
  });

  if (!document.getElementById("domains-form")) return;
  const domains = tools.read("domains-data");

  tools.tool("domains", ({cluster}) => {
    const at = tools.place(cluster);
    const rows = domains.clusters[at].map((row, domain) => [domains.names[domain], ...row]).sort((a, b) => b[1] - a[1]);
    const top = Math.max(...rows.flatMap(([, papers, patents]) => [papers, patents]));
    tools.fill("domains-table", rows.map(([name, papers, patents, researched, invented, unused]) => [
      name, {text: number(papers, 1), bar: papers / top}, {text: number(patents, 1), bar: patents / top}, number(researched, 2), number(invented, 2),
      unused ? "little used" : "",
    ]), `${tools.clusters[at][1]}: domains by their share of its papers`);
  });
})();
