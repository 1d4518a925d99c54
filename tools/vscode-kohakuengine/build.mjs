// Bundles the extension into out/extension.js; with --neighbours those that tours meet it with; with --tests or --tour each
// test into a file of its own.
import { cpSync, readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  await buildTests("test", "out/tests");
} else if (process.argv.includes("--tour")) {
  await buildTests("test/tour", "out/tour");
} else if (process.argv.includes("--neighbours")) {
  for (const name of readdirSync("test/neighbours")) {
    await buildExtension(`test/neighbours/${name}`, `out/neighbours/${name}`);
    cpSync(`test/neighbours/${name}/package.json`, `out/neighbours/${name}/package.json`);
  }
} else {
  await buildExtension("src", "out");
}

async function buildExtension(folder, outdir) {
  const isProduction = process.argv.includes("--production");
  await build({
    ...common,
    entryPoints: [`${folder}/extension.ts`],
    external: ["vscode"],
    format: "cjs",
    outdir,
    minify: isProduction,
    sourcemap: !isProduction,
  });
}

async function buildTests(folder, outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `${folder}/${name}`),
    external: ["playwright-core"],
    format: "esm",
    outdir,
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
  });
}
