// Makes shapes.json: states of Mexico as they are published, countries of the world in plate carrée, both rounded.
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";
import mexico from "@svg-maps/mexico";

const round = (value) => Math.round(value * 10) / 10;
const topology = JSON.parse(readFileSync("node_modules/world-atlas/countries-110m.json", "utf8"));
// A ring that crosses the date line would be drawn across the whole map: there the pen is lifted.
const ring = (points) => points.map(([x, y], at) => {
  const lifted = at === 0 || Math.abs(x - points[at - 1][0]) > 180;
  return `${lifted ? "M" : "L"}${round(x + 180)} ${round(90 - y)}`;
}).join("");
const outline = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).flat().map(ring).join("");
// Antarctica has no place here.
const world = feature(topology, topology.objects.countries).features
  .filter((each) => each.properties.name !== "Antarctica")
  .map((each) => ({ name: each.properties.name, path: outline(each.geometry) }));
const states = mexico.locations.map(({ name, path }) => ({ name, path: path.replace(/-?\d*\.\d+/g, (number) => round(Number(number))) }));
const shapes = { mexico: { viewBox: mexico.viewBox, shapes: states }, world: { viewBox: "0 5 360 145", shapes: world } };
writeFileSync("shapes.json", `${JSON.stringify(shapes)}\n`);
