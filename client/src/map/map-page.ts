/** The HTML page of the map. It loads only its own script and style. */

interface PageParts {
  /** URIs of its script and style. */
  readonly script: string;
  readonly style: string;
  /** The allowed source of styles, for the content security policy. */
  readonly styleSource: string;
  /** An unguessable word; only scripts with it run. */
  readonly nonce: string;
  /** The language of its text: `en`, `zh-cn`. */
  readonly language: string;
}

/** The page without content, which its script draws as text, never as markup. */
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
