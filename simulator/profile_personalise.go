package simulator

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Years a card lives by generation: three for a CPS3, six for a CPS4 (leaflet
// for liberal doctors on the life of the card).
const (
	lifetimeV3 = 3
	lifetimeV4 = 6
)

// Personalise gives what the issuer would write if the card were made on the
// calendar day of now. Without an end of validity the card gets the lifetime
// of its generation. The result shares nothing with the profile. The error is
// a *ProfileError at the date that does not fit.
func (p *Profile) Personalise(now time.Time) (Personalisation, error) {
	out := p.spec.p.clone()
	day := func(d profileDate, key string) (card.Date, error) {
		date, ok := d.on(now)
		if !ok {
			return card.Date{}, d.at.Fault(key, text.Of("tombe en l'an %d", "falls in the year %d", date.Year), text.Of("une carte porte les années 1900 à 2999", "cards carry the years 1900 to 2999"))
		}
		return date, nil
	}
	var err error
	if d := p.spec.issued; d.given() {
		if out.ID.Issued, err = day(d, "id_card.issued"); err != nil {
			return Personalisation{}, err
		}
		years := lifetimeV3
		if out.Face == card.FaceCPS4 {
			years = lifetimeV4
		}
		out.ID.Expires = out.ID.Issued.AddYears(years)
	}
	if d := p.spec.expires; d.given() {
		if out.ID.Expires, err = day(d, "id_card.expires"); err != nil {
			return Personalisation{}, err
		}
		if out.ID.Expires.Before(out.ID.Issued) {
			return Personalisation{}, d.at.Fault("id_card.expires", text.Of("%s précède le jour d'émission, %s", "%s is before the day of issue, %s", out.ID.Expires, out.ID.Issued), text.Of("sans cette clé, la carte a la durée de vie de sa génération", "leave it out for the lifetime of the generation"))
		}
	}
	if err := p.spec.update(&out, now, day); err != nil {
		return Personalisation{}, err
	}
	if err := p.spec.dateCertificates(&out, day); err != nil {
		return Personalisation{}, err
	}
	return out, nil
}

// update sets the dates of EF actua. A day without a time of day means noon,
// and an update takes five minutes.
func (spec *profileSpec) update(out *Personalisation, now time.Time, day func(profileDate, string) (card.Date, error)) error {
	stamp := func(d profileDate, key string, minute int) (card.Timestamp, error) {
		date, err := day(d, key)
		if t := d.fixed; t.Hour != 0 || t.Minute != 0 || t.Second != 0 {
			t.Date = date
			return t, err
		}
		return card.Timestamp{Date: date, Hour: 12, Minute: minute}, err
	}
	switch {
	case spec.updateStart.given():
		start, err := stamp(spec.updateStart, "actua.start", 0)
		if err != nil {
			return err
		}
		end, err := stamp(spec.updateEnd, "actua.end", 5)
		if err != nil {
			return err
		}
		out.Update = card.Update{Start: start, End: end}
	case spec.interrupted != updateFinished:
		start := out.ID.Issued
		if start.IsZero() {
			start = card.DateOf(now)
		}
		out.setRaw(ObjectUpdate, Raw{Bytes: interruptedUpdate(start, spec.interrupted)})
	}
	return nil
}
