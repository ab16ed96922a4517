/** Where the project is on the web. */
export const PROJECT_URL = 'https://github.com/qemu-monitor-guard/qemu-monitor-guard';

/** Equals package.json's; scripts/release.ts updates both. */
export const VERSION = '0.1.0';

/** Documentation of this version. */
const SITE = `https://qemu-monitor-guard.github.io/qemu-monitor-guard/v${VERSION}/`;

/** `name`: `rules/monitor-on-network`, `workspace-file`. */
export function docPageUrl(name: string): string {
  return `${SITE}${name}.html`;
}

/** `pages`: a client's own folder of pages, such as `file:///…/docs/rules/`. */
export function rulePageUrl(rule: string, pages = ''): string {
  return pages === '' ? docPageUrl(`rules/${rule}`) : `${pages}${rule}.md`;
}
