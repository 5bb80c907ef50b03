package diagnosis

import "github.com/cpslab/cps/harness/card"

// readerVectors: reader, and the card in it.
func readerVectors() []vector {
	snUnread := func(in *Input) { in.Card.Serial = card.Object[card.Serial]{} }
	others := func(list ...card.Slot) func(*Input) { return func(in *Input) { in.Reader.Others = list } }
	onlyATR := func(b ...byte) func(*Input) { return func(in *Input) { in.Card = &card.Contents{ATR: b} } }
	stranger := func(in *Input) { in.Card = &card.Contents{ATR: []byte{0x3B, 0x75, 0x13}} }
	return []vector{
		{"CPS-RDR-001", "no reader", with(reader(card.SlotNoReader)), noon, []string{"BLOCK-BILLING"}, ""},
		hit("CPS-RDR-017", "the service shows none, the bus one", with(reader(card.SlotNoReader), facts("reader.seen=usb")), "BLOCK-BILLING"),
		near("CPS-RDR-017", "the service shows one", with(facts("reader.seen=usb"))),
		near("CPS-RDR-017", "an empty one", with(reader(card.SlotEmpty), facts("reader.seen=usb"))),
		near("CPS-RDR-017", "declared to be shown by the service", declared("reader.seen=pcsc")),
		near("CPS-RDR-017", "declared to be nowhere", declared("reader.seen=none")),
		wait("CPS-RDR-017", "nothing declared", healthy(), "reader.seen"),
		near("CPS-RDR-001", "the USB bus shows one: CPS-RDR-017 speaks", with(reader(card.SlotNoReader), facts("reader.seen=usb"))),
		hit("CPS-RDR-001", "told to be nowhere", declared("reader.seen=none"), "BLOCK-BILLING"),
		near("CPS-RDR-001", "told to be on the bus", declared("reader.seen=usb")),
		near("CPS-RDR-001", "told to be shown", declared("reader.seen=pcsc")),
		hit("CPS-RDR-001", "neither does the USB bus", with(reader(card.SlotNoReader), facts("reader.seen=none")), "BLOCK-BILLING"),
		hit("CPS-RDR-018", "power saving", declared("reader.holder=power"), "WARNING"),
		hit("CPS-RDR-018", "a driver of the kernel", with(facts("reader.holder=kernel")), "WARNING"),
		hit("CPS-RDR-018", "scdaemon", with(facts("reader.holder=scdaemon")), "WARNING"),
		near("CPS-RDR-018", "nobody", with(facts("reader.holder=nobody"))),
		wait("CPS-RDR-018", "nothing declared", healthy(), "reader.holder"),
		{"CPS-RDR-001", "one reader, no card", with(reader(card.SlotEmpty)), noon, nil, ""},

		hit("CPS-RDR-002", "1024 twice", declared("ssv=1024", "code.times=2"), "BLOCK-BILLING"),
		hit("CPS-RDR-002", "0100h", declared("galss=0100"), "BLOCK-BILLING"),
		hit("CPS-RDR-002", "512 four times", declared("ssv=512", "code.times=4"), "BLOCK-BILLING"),
		near("CPS-RDR-002", "512 once", declared("ssv=512", "code.command=read")),
		near("CPS-RDR-002", "512 three times", declared("ssv=512", "code.command=read", "code.times=3")),
		near("CPS-RDR-002", "another code", declared("galss=8")),
		wait("CPS-RDR-002", "no code", healthy(), "ssv"),

		{"CPS-RDR-003", "empty slot", with(reader(card.SlotEmpty)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-003", "mute card", with(reader(card.SlotMute)), noon, nil, ""},
		near("CPS-RDR-003", "61441 while the system sees the card", with(facts("ssv=61441"))),
		near("CPS-RDR-003", "61457 is about the Vitale card", declared("ssv=61457")),
		hit("CPS-RDR-003", "declared to be empty", declared("slot.cps=none"), "BLOCK-BILLING"),
		near("CPS-RDR-003", "declared to be empty, and a card was read", with(facts("slot.cps=none"))),
		wait("CPS-RDR-003", "nothing declared", declared(), "slot.cps"),

		{"CPS-RDR-004", "present, no ATR", with(reader(card.SlotMute)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-004", "unknown ATR", with(atr(0x3B, 0x00)), noon, nil, ""},
		hit("CPS-RDR-004", "declared to give no ATR in its slot", declared("card.atr=none", "slot.cps=cps"), "BLOCK-BILLING"),
		near("CPS-RDR-004", "declared to give one", declared("card.atr=present")),
		near("CPS-RDR-004", "declared, and the reader is empty", with(reader(card.SlotEmpty), facts("card.atr=none", "slot.cps=cps"))),
		wait("CPS-RDR-004", "nothing declared", declared(), "card.atr"),

		hit("CPS-RDR-005", "declared", declared("slot.cps=vitale"), "BLOCK-BILLING"),
		hit("CPS-RDR-005", "the CPS is in the other slot", with(stranger, others(card.Slot{ATR: card.ATRCPS4})), "BLOCK-BILLING"),
		hit("CPS-RDR-005", "declared to be in the other slot", with(stranger, facts("slot.other=cps")), "BLOCK-BILLING"),
		hit("CPS-RDR-005", "the ATR of a Vitale 2", with(onlyATR(0x3B, 0x75, 0x13, 0x00, 0x00, 0x49, 0x09, 0xEA, 0x90, 0x00)), "BLOCK-BILLING"),
		hit("CPS-RDR-005", "the ATR of a first Vitale", with(onlyATR(0x3F, 0x65, 0x25, 0x00, 0xA4, 0x09, 0x6A, 0x90, 0x00)), "BLOCK-BILLING"),
		hit("CPS-RDR-005", "another issuer, the CPS in the other slot", with(func(in *Input) { in.Card.Serial.Value.Issuer = "8025000002" }, others(card.Slot{ATR: card.ATRCPS4})), "BLOCK-BILLING"),
		near("CPS-RDR-005", "another ATR that begins like it", with(onlyATR(0x3B, 0x75, 0x13, 0x00, 0x00, 0x9C, 0x02, 0x02, 0x01, 0x02), others(card.Slot{}))),
		near("CPS-RDR-005", "the CPS in its slot", with(others(card.Slot{ATR: card.ATRCPS3}))),
		near("CPS-RDR-005", "a stranger, the other slot empty", with(stranger, others(card.Slot{}))),
		near("CPS-RDR-005", "two strangers", with(stranger, facts("slot.other=vitale"))),
		wait("CPS-RDR-005", "a stranger, other slots unknown", with(stranger), "slot.other"),
		wait("CPS-RDR-005", "nothing known", with(noCard), "slot.cps"),
		wait("CPS-RDR-005", "an empty reader", with(reader(card.SlotNoReader)), "card"),
		wait("CPS-RDR-005", "declared: a stranger only", declared("slot.cps=other"), "slot.other"),

		{"CPS-RDR-006", "unlisted ATR, serial unread", with(atr(0x3B, 0x00), snUnread), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "unlisted ATR, serial of the ANS", with(atr(0x3B, 0x00)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "unlisted ATR, other issuer", with(atr(0x3B, 0x00), serial("8025000002")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "listed ATR, other issuer", with(serial("8025000002")), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-006", "V4 ATR", with(v4), noon, nil, ""},

		{"CPS-RDR-007", "contactless and billing", with(contactless), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-007", "contactless and door access", with(contactless, auth), noon, nil, ""},
		hit("CPS-RDR-007", "declared to be held over the reader", declaredOf("V3-contactless"), "BLOCK-BILLING"),
		near("CPS-RDR-007", "the generation that was read wins", with(facts("card.generation=V3-contactless"))),
		near("CPS-RDR-007", "a door, nothing declared", declared("use=auth")),
		wait("CPS-RDR-007", "nothing declared", declared(), "card.generation"),

		{"CPS-RDR-008", "removed after the ATR", with(reader(card.SlotRemoved)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-RDR-008", "not removed", healthy(), noon, nil, ""},
		hit("CPS-RDR-008", "device removed", declared("ckr=0x32"), "BLOCK-BILLING"),
		hit("CPS-RDR-008", "token gone after a reading", with(facts("ckr=CKR_TOKEN_NOT_PRESENT")), "BLOCK-BILLING"),
		near("CPS-RDR-008", "token absent from an empty slot", with(reader(card.SlotEmpty), facts("ckr=CKR_TOKEN_NOT_PRESENT"))),
		near("CPS-RDR-008", "a stranger is no token", with(stranger, facts("ckr=CKR_TOKEN_NOT_PRESENT"))),
		near("CPS-RDR-008", "another result", with(facts("ckr=CKR_PIN_INCORRECT"))),

		hit("CPS-RDR-009", "A then B", with(facts("card.previousSerial=2999000217")), "WARNING"),
		near("CPS-RDR-009", "the same", with(facts("card.previousSerial=2999000117"))),
		wait("CPS-RDR-009", "serial unread", with(noCard, facts("card.previousSerial=2999000117")), "card.serial"),

		hit("CPS-RDR-010", "seen, said to be absent", with(facts("ssv=61441")), "WARNING"),
		hit("CPS-RDR-010", "seen in another slot", with(stranger, others(card.Slot{ATR: card.ATRCPS4}), facts("ssv=61441")), "WARNING"),
		near("CPS-RDR-010", "a stranger in the slot", with(stranger, others(card.Slot{}), facts("ssv=61441"))),
		near("CPS-RDR-010", "both absent", with(reader(card.SlotEmpty), facts("ssv=61441"))),
		near("CPS-RDR-010", "another code", with(facts("ssv=61443"))),

		hit("CPS-RDR-011", "absent", with(facts("ssv=61457")), "INFO"),
		hit("CPS-RDR-011", "fault", with(facts("ssv=F014")), "INFO"),
		hit("CPS-RDR-011", "withdrawn", with(facts("ssv=61461")), "INFO"),
		hit("CPS-RDR-011", "that of somebody else", with(facts("ssv=F023")), "INFO"),
		near("CPS-RDR-011", "61441", with(facts("ssv=61441"))),

		hit("CPS-RDR-012", "61696", declared("ssv=61696"), "WARNING"),
		hit("CPS-RDR-012", "61695", declared("ssv=61695"), "WARNING"),
		near("CPS-RDR-012", "61697", declared("ssv=61697")),
		wait("CPS-RDR-012", "a GALSS code only", declared("galss=8"), "ssv"),

		hit("CPS-RDR-013", "2000h", declared("galss=2000"), "BLOCK-BILLING"),
		near("CPS-RDR-013", "61696", declared("ssv=61696")),

		hit("CPS-RDR-014", "512 four times on READ", declared("ssv=512", "code.command=read", "code.times=4"), "INFO"),
		hit("CPS-RDR-014", "512 once on VERIFY", declared("ssv=512", "code.command=verify"), "INFO"),
		hit("CPS-RDR-014", "512 on a command nobody named", declared("ssv=512"), "INFO"),
		near("CPS-RDR-014", "512 twice on READ", declared("ssv=512", "code.command=read", "code.times=2")),
		near("CPS-RDR-014", "512 three times on SELECT", declared("galss=0200", "code.command=select", "code.times=3")),
		near("CPS-RDR-014", "512 three times on GET", declared("galss=0200", "code.command=get", "code.times=3")),
		near("CPS-RDR-014", "1024", declared("ssv=1024")),

		hit("CPS-RDR-015", "keyboard and errors", with(facts("reader.path=keyboard", "reader.intermittent=yes")), "INFO"),
		hit("CPS-RDR-015", "hub and errors", with(facts("reader.path=hub", "reader.intermittent=yes")), "INFO"),
		near("CPS-RDR-015", "direct", with(facts("reader.path=direct", "reader.intermittent=yes"))),
		near("CPS-RDR-015", "no errors", with(facts("reader.path=hub", "reader.intermittent=no"))),
		wait("CPS-RDR-015", "errors?", with(facts("reader.path=hub")), "reader.intermittent"),
	}
}
