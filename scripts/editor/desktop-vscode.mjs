// Desktop VS Code, where there is a display to show it on and a network to download it from.
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/**
 * Downloads VS Code into .vscode-test/ unless it is there already.
 * @param {(sentence: string) => void} say
 * @returns {Promise<string | undefined>} the path of the program
 */
export async function downloadDesktop(say) {
  try {
    say('Looking for desktop VS Code in .vscode-test/, downloading it (150 MB) if it is not there');
    return await downloadAndUnzipVSCode({ version: 'stable' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`Desktop VS Code could not be downloaded (${why})`);
    return undefined;
  }
}
