// Package tlv reads and writes the BER-TLV data objects of smart cards: the
// subset of ISO/IEC 8825-1 that ISO/IEC 7816-4, 5.2.2 (2005 edition) allows, and
// nothing else.
//
// Reading is strict. A length must be definite and written in as few bytes as
// possible, a tag takes one to three bytes and may not begin with 00. What does
// not fit is an [*Error] with a [Class] and the offset of the bytes at fault,
// counted from the start of the buffer that was first given, even in nested
// objects:
//
//	r := tlv.NewReader(fcp)
//	for {
//		e, ok, err := r.Next()
//		if err != nil {
//			return err // e.g. "tlv: truncated at offset 2: …"
//		}
//		if !ok {
//			break
//		}
//		if e.Tag.Constructed() {
//			inner := r.Enter(e)
//			…
//		}
//	}
//
// [Find] walks down a path of tags, [Single] wants exactly one object and
// nothing behind it, [Append] writes one.
//
// Files of health-professional cards are often larger than their content. Bytes
// 00 behind the last object are not an object: Next reports BadTag there, and
// [Reader.Rest] shows what was left, so that the caller decides whether it is
// padding. Some objects are written with longer length fields than needed;
// [NewReaderAnyLength] accepts them and [Element.Minimal] tells them apart.
//
// Nothing is copied and nothing is allocated on the way to a value: every Value
// aliases the buffer that was given. Only an error allocates.
package tlv
