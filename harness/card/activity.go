package card

import "github.com/cpslab/cps/harness/card/text"

const (
	objectActivity = "CPS_ACTIVITY_PS"
	tagActivity    = 0xEE

	sectionLength       = 3
	structureNameLength = 40
	structureIDLength   = 15
	sectorLength        = 4
)

// DecodeActivity reads CPS_ACTIVITY_nn_PS, tag EE. Sector is what the card
// says; readers take its first character for an S whatever it is.
func DecodeActivity(b []byte) (Activity, []Deviation, error) {
	none := Activity{Logical: -1}
	c, _, err := open(objectActivity, b, tagActivity, formLL)
	if err != nil {
		return none, c.deviations, err
	}
	v := none
	for {
		e, ok := c.next()
		if !ok {
			return v, c.deviations, nil
		}
		switch e.Tag {
		case 0x80:
			v.Mode, v.Responsibility = "", hexAt(e.Value, 1)
			if n := len(e.Value); n < 1 || n > 2 {
				c.deviate(FieldSize, e)
			}
			if len(e.Value) > 0 {
				v.Mode = decimal(e.Value[0])
			}
		case 0x81:
			if n := len(e.Value); n < 1 || n > 3 {
				c.deviate(FieldSize, e)
			}
			v.Level, v.AdeliSpeciality, v.Qualification = hexAt(e.Value, 0), hexAt(e.Value, 1), hexAt(e.Value, 2)
		case 0x82:
			v.Section = c.text(e, sectionLength)
		case 0x83:
			v.Logical = c.number(e)
		case 0x84:
			v.StructureName = c.text(e, structureNameLength)
		case 0x85:
			v.StructureID = c.text(e, structureIDLength)
		case 0x86:
			v.Sector = c.text(e, sectorLength)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// AppendActivity appends CPS_ACTIVITY_nn_PS. Structure name, identifier and
// sector are written even when they are empty, other empty fields are left out.
func AppendActivity(dst []byte, v Activity) ([]byte, error) {
	e := newEncoder(objectActivity, dst)
	e.mode(v)
	e.levels(v)
	e.optionalText(0x82, "Section", v.Section, sectionLength)
	e.number(0x83, "Logical", v.Logical)
	e.text(0x84, "StructureName", v.StructureName, structureNameLength)
	e.text(0x85, "StructureID", v.StructureID, structureIDLength)
	e.text(0x86, "Sector", v.Sector, sectorLength)
	return e.finish(tagActivity, formLL)
}

// mode appends tag 80: the mode and, behind it, the level of responsibility.
func (e *encoder) mode(v Activity) {
	if v.Mode == "" {
		if v.Responsibility != "" {
			e.fail("Responsibility", text.Of("n'est pas donné sans Mode", "must not be given without Mode"))
		}
		return
	}
	mode, ok := parseDecimal(v.Mode)
	if !ok {
		e.fail("Mode", twoDigitsOrMore)
		return
	}
	if v.Responsibility == "" {
		e.b = append(e.b, 0x80, 1, mode)
		return
	}
	e.b = append(e.b, 0x80, 2, mode, e.hexByte("Responsibility", v.Responsibility))
}

// levels appends tag 81: one to three bytes, none of which can be left out
// before the last.
func (e *encoder) levels(v Activity) {
	start := len(e.b)
	switch {
	case v.Qualification != "":
		e.b = append(e.b, e.hexByte("Level", v.Level), e.hexByte("AdeliSpeciality", v.AdeliSpeciality), e.hexByte("Qualification", v.Qualification))
	case v.AdeliSpeciality != "":
		e.b = append(e.b, e.hexByte("Level", v.Level), e.hexByte("AdeliSpeciality", v.AdeliSpeciality))
	case v.Level != "":
		e.b = append(e.b, e.hexByte("Level", v.Level))
	default:
		return
	}
	e.wrap(start, 0x81)
}
