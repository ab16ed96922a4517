// Whether the colours of QEMU's text can be read: each token type that the server uses, in each theme that comes
// with VS Code and colours by meaning, against the background of the editor.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner.ts';
import { answer, openInEditor } from './workspace.ts';

/** WCAG 2.1, success criterion 1.4.3. */
const LEGIBLE = 4.5;

/**
 * The scopes by which VS Code looks for the colour of a token type where a theme has no rule of its own, in
 * their order (`registerDefaultClassifications` in tokenClassificationRegistry.ts).
 */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  keyword: ['keyword.control'],
  type: ['entity.name.type', 'support.type'],
  property: ['variable.other.property'],
  string: ['string'],
  number: ['constant.numeric'],
  // With the modifier `readonly`.
  variable: ['variable.other.constant'],
};

interface Rule {
  readonly scope?: string | readonly string[];
  readonly settings?: { readonly foreground?: string };
}

interface Theme {
  readonly include?: string;
  readonly type?: string;
  readonly colors?: Readonly<Record<string, string>>;
  readonly tokenColors?: readonly Rule[];
  readonly semanticHighlighting?: boolean;
}

export function registerThemeTests(): void {
  test("QEMU's text can be read in all themes that come with VS Code", async () => {
    const { document } = await openInEditor('navigation/run.sh');
    const { tokenTypes } = await answer<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    assert.deepEqual(tokenTypes.toSorted(), Object.keys(SCOPES).toSorted());
    const folder = join(vscode.env.appRoot, 'extensions', 'theme-defaults', 'themes');
    const themes = readdirSync(folder).filter((name) => name.endsWith('.json'));
    assert.ok(themes.length >= 6, themes.join());
    const dim = themes.flatMap((name) => {
      const theme = load(folder, name);
      // The high contrast themes leave it to VS Code.
      const isLight = /light/i.test(name);
      const background = theme.colors?.['editor.background'] ?? (isLight ? '#ffffff' : '#000000');
      return tokenTypes.flatMap((type) => {
        const colour = colourOf(theme, SCOPES[type] ?? []);
        const contrast = colour ? contrastOf(colour, background) : LEGIBLE;
        return contrast < LEGIBLE ? [`${name}: ${type} has ${contrast.toFixed(2)}`] : [];
      });
    });
    assert.deepEqual(dim, []);
  });
}

/** A theme with what it builds on. */
function load(folder: string, name: string): Theme {
  const own = withoutComments(readFileSync(join(folder, name), 'utf8'));
  if (own.include === undefined) return own;
  const base = load(folder, own.include);
  return {
    ...own,
    colors: { ...base.colors, ...own.colors },
    tokenColors: [...(base.tokenColors ?? []), ...(own.tokenColors ?? [])],
  };
}

/** Themes may have comments and commas too many, outside of strings. */
function withoutComments(text: string): Theme {
  const plain = text.replace(
    /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[}\]])/g,
    (_, string: string | undefined) => string ?? '',
  );
  return JSON.parse(plain) as Theme;
}

/** The colour of the most precise rule for the first scope that has one; undefined for plain text. */
function colourOf({ tokenColors = [] }: Theme, scopes: readonly string[]): string | undefined {
  for (const scope of scopes) {
    let best: { readonly length: number; readonly colour: string } | undefined;
    for (const { scope: of = [], settings } of tokenColors) {
      const selectors = typeof of === 'string' ? of.split(',') : of;
      for (const selector of selectors.map((one) => one.trim())) {
        const isMeant = scope === selector || scope.startsWith(`${selector}.`);
        if (!isMeant || settings?.foreground === undefined) continue;
        if (best && selector.length < best.length) continue;
        best = { length: selector.length, colour: settings.foreground };
      }
    }
    if (best) return best.colour;
  }
  return undefined;
}

function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
