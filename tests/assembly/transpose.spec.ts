import { transpose } from "../../assembly/vector/transpose";
import { bandsHold, guarded, release } from "./guarded";

describe("transpose", () => {
  test("swaps rows and columns of every size up to a few vectors, and touches nothing else", () => {
    for (let rows = 1; rows < 18; rows++) {
      for (let columns = 1; columns < 18; columns++) {
        const n = rows * columns,
          from = guarded(n),
          to = guarded(n);
        for (let i = 0; i < n; i++) f32.store(from + ((<usize>i) << 2), <f32>i);
        transpose(rows, columns, from, to);
        let wrong = 0;
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            wrong += i32(f32.load(to + ((<usize>(j * rows + i)) << 2)) != <f32>(i * columns + j));
          }
        }
        expect(wrong).toBe(0);
        expect(bandsHold(from, n) && bandsHold(to, n)).toBe(true);
        release(from);
        release(to);
      }
    }
  });
});
