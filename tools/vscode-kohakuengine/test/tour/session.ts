// A browser in front of VS Code, and the project that is open in it.

import { mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

/** What `python -m tests.vscode` has prepared. */
const { TOUR_ARTIFACTS = "", TOUR_BROWSER = "", TOUR_PROJECT = "", TOUR_URL = "" } = process.env;

export class Session {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /** Open the project. */
  static async begin(): Promise<Session> {
    mkdirSync(TOUR_ARTIFACTS, { recursive: true });
    const browser = await chromium.launch({ executablePath: TOUR_BROWSER, args: quiet });
    const page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
    page.setDefaultTimeout(30_000);
    await page.goto(`${TOUR_URL}/?folder=${encodeURIComponent(TOUR_PROJECT)}`);
    return new Session(browser, page);
  }

  async end(): Promise<void> {
    await this.browser.close();
  }

  /** Keep a picture of the window. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(TOUR_ARTIFACTS, `${name}.png`) });
  }
}

/** Read a file of the project as it lies on disk; empty where there is none. */
export function onDisk(name: string): string {
  try {
    return readFileSync(path.join(TOUR_PROJECT, name), "utf8");
  } catch {
    return "";
  }
}

/** Wait until a file on disk is this text, byte for byte, and return what it is at last. */
export async function settled(name: string, text: string): Promise<string> {
  const deadline = Date.now() + 15_000;
  while (onDisk(name) !== text && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return onDisk(name);
}
