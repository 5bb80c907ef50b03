package diagnosis

import (
	"strings"
	"testing"
)

var languages = [...]string{"fr", "en"}

// Every finding that the whole tables can produce renders without a verb left
// over or a value too many.
func TestRender(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name string
		in   *Input
		id   string
		lang string
		want string
	}{
		{"date in French", with(dates(day(2023, 11, 16), day(2026, 11, 15))), "CPS-VAL-001", "fr_FR.UTF-8", "Votre carte est arrivée en fin de validité le 15/11/2026."},
		{"date in English", with(dates(day(2023, 11, 16), day(2026, 11, 15))), "CPS-VAL-001", "en", "Your card reached its end of validity on 2026-11-15."},
		{"another language", with(dates(day(2023, 11, 16), day(2026, 11, 15))), "CPS-VAL-001", "frisian", "Your card reached its end of validity on 2026-11-15."},
		{"days", with(expiresIn(10)), "CPS-VAL-007", "fr", "Votre carte expire dans 10 jours et aucune nouvelle carte n'est enregistrée : appelez l'ANS."},
		{"tomorrow", with(expiresIn(1)), "CPS-VAL-007", "en", "Your card expires tomorrow and no new card is recorded: call the ANS."},
		{"today", with(expiresIn(0)), "CPS-VAL-007", "fr", "Votre carte expire aujourd'hui et aucune nouvelle carte n'est enregistrée : appelez l'ANS."},
		{"tries", with(func(in *Input) { in.Card.PIN.Left = 2 }), "CPS-PIN-002", "fr", "Code porteur (reste 2 tentative(s)) :"},
		{"issuer", with(func(in *Input) { in.Card.Serial.Value.Issuer = "8025000002" }), "CPS-RDR-006", "fr", "La carte dans le lecteur n'est pas une carte PS"},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			found := fired(Check(v.in, noon), v.id)
			if len(found) != 1 {
				t.Fatalf("%d findings of %s, want 1", len(found), v.id)
			}
			if got := found[0].Text(v.lang); got != v.want {
				t.Errorf("got  %s\nwant %s", got, v.want)
			}
		})
	}
}

func TestContactOfEmployees(t *testing.T) {
	t.Parallel()
	in := with(billed(situation(1, 1, "991026014", 0x10)))
	if got := fired(Check(in, noon), "CPS-SIGN-002")[0].Contact("fr"); !strings.Contains(got, "0 806 800 213") {
		t.Errorf("CPS: %q does not give the issuer", got)
	}
	kind("02")(in)
	if got := fired(Check(in, noon), "CPS-SIGN-002")[0].Contact("fr"); !strings.Contains(got, "employeur") || strings.Contains(got, "ANS") {
		t.Errorf("CPE: %q does not give the employer alone", got)
	}
}
