/** Whether a file that no editor has open is worth reading, by a look at its bytes. */
import { mayConcernQemu } from '../invocation/program.ts';
import { mayBeQemuConfig } from '../syntax/readconfig/detect.ts';
import { mayBeSettings } from '../syntax/shell/settings.ts';

/**
 * Whether a file of a language may have findings, as far as a look at its characters tells. True for too
 * many, and false for none. Its bytes are good enough for that, each taken as a character, so most files need
 * not be decoded.
 */
export function mayHaveFindings(languageId: string, text: string): boolean {
  switch (languageId) {
    case 'shellscript':
      return mayConcernQemu(text);
    case 'xml':
      // libvirt passes on what stands in a namespace of that name.
      return /qemu/i.test(text);
    case '':
      return mayBeQemuConfig(text) || mayBeSettings(text);
    default:
      return true;
  }
}
