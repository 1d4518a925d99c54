// VS Code as a person uses it: keys, and what is then seen.

import type { Locator, Page } from "playwright-core";

export class Editor {
  readonly squiggles: Locator;
  readonly suggestions: Locator;
  readonly hover: Locator;
  readonly lenses: Locator;
  readonly inlays: Locator;
  readonly tree: Locator;
  private readonly picker: Locator;

  constructor(private readonly page: Page) {
    this.squiggles = page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning");
    this.suggestions = page.locator(".suggest-widget.visible .monaco-list-row");
    this.hover = page.locator(".monaco-hover:not(.hidden) .monaco-hover-content");
    this.lenses = page.locator(".codelens-decoration");
    this.inlays = page.locator('.monaco-editor [class*="ced-"]');
    this.tree = page.locator('[aria-label="Scripts"] .monaco-list-row');
    this.picker = page.locator(".quick-input-widget input.input");
  }

  /** Open a file of the project. */
  async open(name: string): Promise<void> {
    await this.pick("Control+P", name);
    await this.page.locator(".tab.active", { hasText: name.split("/").at(-1) ?? name }).waitFor();
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  /** Go to a line and column, both from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.pick("Control+G", `:${line}:${column}`);
  }

  /** Carry out a command by its title. */
  async run(title: string): Promise<void> {
    await this.pick("F1", `>${title}`);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async save(): Promise<void> {
    await this.press("Control+S");
  }

  /** Hold the mouse over what stands in the editor. */
  async pointAt(text: string): Promise<void> {
    await this.page.locator(".view-line span span", { hasText: text }).first().hover();
  }

  /** Wait until the status item says this when it is pointed at. */
  async awaitStatus(tooltip: RegExp): Promise<void> {
    await this.page.getByRole("button", { name: tooltip }).waitFor();
  }

  /** Type into one of VS Code's pickers, and take the first row. */
  private async pick(key: string, text: string): Promise<void> {
    await this.press(key);
    await this.picker.waitFor();
    await this.picker.fill(text);
    await this.page.locator(".quick-input-widget .monaco-list-row").first().waitFor();
    await this.press("Enter");
    await this.picker.waitFor({ state: "hidden" });
  }
}
