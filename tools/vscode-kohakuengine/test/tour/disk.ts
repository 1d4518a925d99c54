// The project as it lies on disk.

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";

const { TOUR_PROJECT = "" } = process.env;
const patienceMs = 20_000;

/** Read a file of the project; undefined where there is none. */
export function onDisk(name: string): string | undefined {
  const file = path.join(TOUR_PROJECT, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The lines of a file of the project. */
export function linesOf(name: string): string[] {
  return (onDisk(name) ?? "").split("\n").filter(Boolean);
}

export function write(name: string, text: string): void {
  writeFileSync(path.join(TOUR_PROJECT, name), text);
}

export function remove(name: string): void {
  rmSync(path.join(TOUR_PROJECT, name));
}

/**
 * Wait until files of the project hold these texts, byte for byte.
 *
 * @returns What they hold at last, for a comparison that shows the difference.
 */
export async function settled(texts: Readonly<Record<string, string>>): Promise<typeof texts> {
  const now = () => Object.fromEntries(Object.keys(texts).map((name) => [name, onDisk(name) ?? ""]));
  await until(() => JSON.stringify(now()) === JSON.stringify(texts));
  return now();
}

/** Wait until something is so, or until patience ends. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!isSo() && Date.now() < deadline) {
    await setTimeout(50);
  }
}
