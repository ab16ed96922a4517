/** Whether a source file may hold a monitor: what is asked of every file of a workspace, before anything is read. */

const MENTIONS = /-(?:monitor|qmp|mon)(?!\w)|mon:(?:tcp|telnet|unix|tn3270|websocket|udp)/;
/** Or where one is typed: a cursor is marked by a character for private use. */
const ADDRESS =
  /(?:tcp|telnet|tn3270|websocket|udp|unix|chardev|pipe|file):|socket,|udp,|chardev=|[\ue000-\uf8ff]/;

/**
 * A look at the characters of a file, or at its bytes, each taken as a character. True for too many, and false for none
 * that has an option of a monitor with an address.
 */
export function mayHoldMonitor(text: string): boolean {
  return MENTIONS.test(text) && ADDRESS.test(text);
}
