// The language server as a process of this machine.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { until } from "./disk";

const { TOUR_HOME = "" } = process.env;

/** Wait for a server that is not this one, and return its process id. */
export async function serverProcess(other?: number): Promise<number> {
  await until(() => servers().length === 1 && servers()[0] !== other);
  const [pid, ...more] = servers();
  assert.ok(
    pid !== undefined && pid !== other && more.length === 0,
    `servers: ${servers()}; the last one: ${other}`,
  );
  return pid;
}

/** The servers that this VS Code has started: where its extensions lie. */
function servers(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isServer(`/proc/${name}`))
    .map(Number);
}

function isServer(process: string): boolean {
  try {
    const words = readFileSync(`${process}/cmdline`, "utf8").split("\0");
    return words[2] === "kohakuengine_tooling.server" && readlinkSync(`${process}/cwd`).startsWith(TOUR_HOME);
  } catch {
    return false; // it has just ended
  }
}
