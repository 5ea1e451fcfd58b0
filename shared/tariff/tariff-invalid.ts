/** The file cannot be used. The message is a sentence that names each fault's line and field. */
export class TariffInvalid extends Error {
  override readonly name = 'TariffInvalid';
}
