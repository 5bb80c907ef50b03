package card

import "github.com/cpslab/cps/harness/card/text"

const (
	objectInfo = "CPS_INFO_PS"
	tagInfo    = 0xED

	nationalIDLength     = 31
	qualificationsLength = 40
)

// DecodeInfo reads CPS_INFO_PS, tag ED. Professions are the first byte of their
// fields as two decimal digits.
func DecodeInfo(b []byte) (Info, []Deviation, error) {
	c, _, err := open(objectInfo, b, tagInfo, formLL)
	if err != nil {
		return Info{}, c.deviations, err
	}
	var v Info
	for {
		e, ok := c.next()
		if !ok {
			return v, c.deviations, nil
		}
		switch e.Tag {
		case 0x80:
			if n := len(e.Value); n < 1 || n > 2 {
				c.deviate(FieldSize, e)
			}
			v.Kind, v.Flags = Kind(hexAt(e.Value, 0)), hexAt(e.Value, 1)
		case 0x81:
			v.NationalID = c.text(e, nationalIDLength)
		case 0x82:
			v.Profession = c.decimal(e)
		case 0x83:
			v.FutureProfession = c.decimal(e)
		case 0x84:
			v.ExerciseName = c.text(e, nameLength)
		case 0x85:
			v.Qualifications = c.text(e, qualificationsLength)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// AppendInfo appends CPS_INFO_PS. Empty fields are left out.
func AppendInfo(dst []byte, v Info) ([]byte, error) {
	e := newEncoder(objectInfo, dst)
	switch {
	case v.Kind != "" && v.Flags != "":
		e.b = append(e.b, 0x80, 2, e.hexByte("Kind", string(v.Kind)), e.hexByte("Flags", v.Flags))
	case v.Kind != "":
		e.b = append(e.b, 0x80, 1, e.hexByte("Kind", string(v.Kind)))
	case v.Flags != "":
		e.fail("Flags", text.Of("n'est pas donné sans Kind", "must not be given without Kind"))
	}
	e.optionalText(0x81, "NationalID", v.NationalID, nationalIDLength)
	e.decimal(0x82, "Profession", v.Profession)
	e.decimal(0x83, "FutureProfession", v.FutureProfession)
	e.optionalText(0x84, "ExerciseName", v.ExerciseName, nameLength)
	e.optionalText(0x85, "Qualifications", v.Qualifications, qualificationsLength)
	return e.finish(tagInfo, formLL)
}
