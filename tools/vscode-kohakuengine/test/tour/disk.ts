// The project as it lies on disk.

import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";

const { TOUR_PROJECT = "" } = process.env;
const patienceMs = 20_000;

/** Read a file of the project; undefined where there is none. */
export function onDisk(name: string): string | undefined {
  const file = path.join(TOUR_PROJECT, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * Wait until files of the project hold these texts, byte for byte.
 *
 * @returns What they hold at last, for a comparison that shows the difference.
 */
export async function settled(texts: Readonly<Record<string, string>>): Promise<typeof texts> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = Object.fromEntries(Object.keys(texts).map((name) => [name, onDisk(name) ?? ""]));
    if (JSON.stringify(found) === JSON.stringify(texts) || Date.now() > deadline) {
      return found;
    }
    await setTimeout(50);
  }
}
