/** The page that the map is drawn on. It loads its own script and style, and nothing from anywhere else. */

/** What the page is put together from. */
interface PageParts {
  /** The addresses of its script and its style, as the page may load them. */
  readonly script: string;
  readonly style: string;
  /** Where styles may come from, in the words of a content security policy. */
  readonly styleSource: string;
  /** A word that nobody can guess: only a script that says it is run. */
  readonly nonce: string;
  /** The language of its text: `en`, `zh-cn`. */
  readonly language: string;
}

/** The page without any content: its script draws that, as text and never as markup. */
export function pageHtml({ script, style, styleSource, nonce, language }: PageParts): string {
  const policy = `default-src 'none'; style-src ${styleSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
</head>
<body>
<header id="bar"></header>
<main id="map"></main>
<div id="tooltip" role="tooltip" hidden></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
