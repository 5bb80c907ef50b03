package farmtest

import (
	"testing"
	"time"
)

func TestWithRow(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	page := "a\n" + tableBegins + "| what | came | day |\n| --- | --- | --- |\n| one | 1 | 2026-01-01 |\n" + tableEnds + "\nb\n"
	for _, row := range [][2]string{{"one", "7"}, {"two", "2"}} {
		var ok bool
		if page, ok = withRow(page, row[0], row[1], day); !ok {
			t.Fatal(page)
		}
	}
	want := "a\n" + tableBegins + "| what | came | day |\n| --- | --- | --- |\n| one | 7 | 2026-11-29 |\n| two | 2 | 2026-11-29 |\n" + tableEnds + "\nb\n"
	if page != want {
		t.Errorf("%s", page)
	}
	if _, ok := withRow("no table", "one", "1", day); ok {
		t.Error("a page without a table was taken")
	}
}
