/** to [columns, rows] ← fromᵀ, from [rows, columns], row-major; every element of `to` is overwritten, and it must not overlap `from`. */
export function transpose(rows: i32, columns: i32, from: usize, to: usize): void {
  const step = (<usize>columns) << 2;
  for (const end = from + step; from < end; from += 4) {
    let at = from;
    for (let i = 0; i < rows; i++, at += step, to += 4) f32.store(to, f32.load(at));
  }
}
