// Makes app/web/static/uswds/ of the U.S. Web Design System: one style sheet of the parts that the pages use
// (uswds.scss), the images that it names, the licence, and a mark of what it was made of.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const HERE = dirname(fileURLToPath(import.meta.url));
const SYSTEM = join(HERE, "node_modules", "@uswds", "uswds");
const OUT = process.argv[2] ?? join(HERE, "..", "app", "web", "static", "uswds");
const MADE_OF = ["package-lock.json", "uswds.scss", "build.mjs"];

const { css } = sass.compile(join(HERE, "uswds.scss"), {
  style: "compressed",
  charset: false,
  loadPaths: [join(SYSTEM, "packages")],
  quietDeps: true,
});
// In a layer: every rule of app.css that stands in none wins over it, however it is written, and the plain ones there lose.
const sheet = `@layer plain,uswds;@layer uswds{${css}}\n`;
const images = new Set([...sheet.matchAll(/url\("?(img\/[^")]+)"?\)/g)].map((found) => found[1]));
const addresses = [...sheet.matchAll(/url\("?([^")]+)"?\)/g)].map((found) => found[1]);
const strange = addresses.filter((each) => !images.has(each));
if (strange.length) {
  throw new Error(`uswds.css asks for what is not copied: ${strange.join(", ")}`);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const image of images) {
  mkdirSync(dirname(join(OUT, image)), { recursive: true });
  copyFileSync(join(SYSTEM, "dist", image), join(OUT, image));
}
copyFileSync(join(SYSTEM, "LICENSE.md"), join(OUT, "LICENSE.md"));
writeFileSync(join(OUT, "uswds.css"), sheet);
const mark = createHash("sha256");
for (const name of MADE_OF) {
  mark.update(readFileSync(join(HERE, name)));
}
writeFileSync(join(OUT, "made-of.txt"), mark.digest("hex") + "\n");
console.log(`uswds.css: ${(gzipSync(sheet).length / 1000).toFixed(1)} KB packed, with ${images.size} images.`);
