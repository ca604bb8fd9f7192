// Takes out of package-lock.json what names an address: where packages ask for money. npm installs the same without.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const each of Object.values(lock.packages)) {
  delete each.funding;
}
writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
