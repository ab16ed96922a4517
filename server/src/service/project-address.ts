/** Where the project is on the web. */
export const PROJECT_URL = 'https://github.com/qemu-monitor-guard/qemu-monitor-guard';

/** Where the pages of rules are: `…/docs/rules/` and behind it `monitor-on-network.md`. */
export const RULE_PAGES = `${PROJECT_URL}/blob/main/docs/rules/`;
