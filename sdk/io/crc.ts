/** Checksums: CRC-32 of zip archives, CRC-32C of event files; a polynomial each. */

/** Goes on with a checksum: `crc` of all bytes before (0 of none) → of those and these. */
export type Crc = (bytes: Uint8Array, crc?: number) => number;

/**
 * The checksum of a reflected polynomial, begun and ended with inverted bits. Its table is made when it is first needed.
 *
 * @param polynomial  its coefficients, the lowest power in the highest bit.
 */
function crcOf(polynomial: number): Crc {
  let remainders: Uint32Array | undefined;
  return (bytes, before = 0) => {
    remainders ??= Uint32Array.from({ length: 256 }, (_, byte) => {
      let rest = byte;
      for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
      return rest;
    });
    let crc = ~before;
    for (const byte of bytes) crc = remainders[(crc ^ byte) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

/** CRC-32 as in zip (ISO 3309). */
export const crc32: Crc = crcOf(0xedb88320);

/** CRC-32C (Castagnoli; RFC 3720, B.4). */
export const crc32c: Crc = crcOf(0x82f63b78);
