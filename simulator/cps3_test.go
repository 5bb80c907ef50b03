package simulator

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

const (
	fcpMF       = "622082013883023F0084088025000001FF0100A10A8C087FFFFFFFFFFFFFFF8A0105"
	fcpADF      = "622582013883020001840DE828BD080F8025000001FF0010A10A8C087FFFFFFFFFFFFFFF8A0105"
	fcpSerial   = "621C8002000C8201018302D0038801E0A1098C077BFFFFFFFFFF008A0105"
	fcpActivity = "621B800200338201018302D1208800A1098C077BFFFFFFFFFF118A0105"
	aidCPx      = "0DE828BD080F8025000001FF0010"
	aidIAS      = "088025000001FF0100"
	efSerial    = "5A0A80250000012999000010"
	verifyPIN   = "002000010431323334"
	verifyPUK   = "00200002083132333435363738"
)

func TestCPS3Commands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		steps []exchange
	}{
		{"select by path from any DF", []exchange{
			{"00A4040C" + aidCPx, "9000"},
			{"00A40904043F00D00300", fcpSerial + "9000"},
			{"00A4090C063F000001D101", "9000"},
			{"00A40904043F00D003", "611E"},
			{"00C000001E", fcpSerial + "9000"},
			{"00A4080C02D003", "9000"},
			{"00A4080C043F00D003", "9000"},
			{"00A4080C040001D101", "9000"},
			{"00A4090C02D102", "9000"}, // relative to 0001
		}},
		{"select by identifier", []exchange{
			{"00A4000C020001", "9000"},
			{"00A4020C02D101", "9000"},
			{"00A4000C02D102", "9000"},
			{"00A4000C020001", "9000"}, // the current DF, as a sister of itself
			{"00A4010C02D101", "6A82"}, // an EF is no DF
			{"00A4030C", "9000"},
			{"00A4020C020001", "6A82"}, // a DF is no EF
			{"00A4010C020001", "9000"},
			{"00A4000C", "9000"},
			{"00A4030C", "6A82"}, // nothing above the MF
			{"00A40204023F0000", fcpMF + "9000"},
			{"00A40904063F00000150310000", "6700"}, // one byte behind Le
			{"00A4000C013F", "6A80"},
		}},
		{"select by name", []exchange{
			{"00A40404" + aidCPx, "6127"},
			{"00C0000027", fcpADF + "9000"},
			{"00A40404" + aidIAS + "00", fcpMF + "9000"},
			{"00A404000DE828BD080F8025000001FF0020", "6A82"},
			{"00A4040C07E828BD080F8025", "6A82"}, // partial names are not taken
			{"00A4040C", "6A82"},
			{"00A4040C11" + strings.Repeat("00", 17), "6A80"},
		}},
		{"a refused select moves nothing", []exchange{
			{"00A4090C043F00D003", "9000"},
			{"00A4090C043F00D004", "6A82"},
			{"00A4090C033F00D0", "6A82"},
			{"00A4050C02D003", "6A81"},
			{"00A4090E043F00D003", "6A81"},
			{"00B000000C", efSerial + "9000"},
		}},
		{"read binary", []exchange{
			{"00B0000000", "6986"},
			{"00A4090C043F00D003", "9000"},
			{"00B0000000", efSerial + "9000"},
			{"00B0000002", "5A0A9000"},
			{"00B0000A00", "00109000"},
			{"00B00000C0", "6C0C"},
			{"00B0000B02", "6C01"},
			{"00B0000C01", "6B00"},
			{"00B07FFF00", "6B00"},
			{"00B00000", "6700"},
			{"00B0000001FF", "6700"},
			{"00A4090C023F00", "9000"},
			{"00B0000000", "6986"}, // selecting a DF leaves no current EF
			{"00B09C00C0", efSerial + "9000"},
			{"00B0000001", "5A9000"}, // the SFI made it the current EF
			{"00B08500C0", "6A82"},
			{"00B0BC0001", "6B00"},
			{"00A4040C" + aidCPx, "9000"},
			{"00B09C00C0", "6A82"}, // a short identifier counts in the current DF
		}},
		{"protected files need the PIN", []exchange{
			{"00A40904063F000001D12000", fcpActivity + "9000"},
			{"00B0000001", "6982"},
			{verifyPIN, "9000"},
			{"00B0000001", "EE9000"},
			{"reset", ""},
			{"00B0000001", "6986"},
			{"00A4090C063F000001D120", "9000"},
			{"00B0000001", "6982"},
			{verifyPUK, "9000"},
			{"00B0000001", "6982"},
		}},
		{"files off the card", []exchange{
			{"00A4090C063F000001D122", "6A82"},
			{"00A4090C063F000001A004", "6A82"},
			{"00A4090C063F0000014000", "6A82"},
			{"00A4090C063F0000024000", "6A82"},
			{"00A4090C063F000001D003", "6A82"},
		}},
		{"get response", []exchange{
			{"00C0000010", "6985"},
			{"00A40904043F00D003", "611E"},
			{"00C0000010", fcpSerial[:32] + "610E"},
			{"00C0000020", "6C0E"},
			{"00C0010000", "6B00"},
			{"00C00000", "6700"},
			{"00C000000E", fcpSerial[32:] + "9000"},
			{"00C000000E", "6985"},
			{"00A40904043F00D003", "611E"},
			{"00C0000000", fcpSerial + "9000"},
			{"00A40904043F00D003", "611E"},
			{"00A4090C023F00", "9000"}, // any other command drops the waiting data
			{"00C000001E", "6985"},
			{"00A40904043F00D00310", fcpSerial[:32] + "610E"}, // Le smaller than the answer
			{"00C000000E", fcpSerial[32:] + "9000"},
		}},
		{"update binary", []exchange{
			{"00D600000112", "6986"},
			{"00A4090C063F000001D107", "9000"},
			{"00D600000112", "6982"},
			{verifyPIN, "9000"},
			{"00D6000002ABCD", "9000"},
			{"00D600FE02EF01", "9000"},
			{"00D60FFF020000", "6A84"},
			{"00D610000100", "6A84"},
			{"00D610010100", "6B00"},
			{"00D60000", "6700"},
			{"00B0000003", "ABCD009000"},
			{"00B000FE02", "EF019000"},
			{"00A4090C063F000001D101", "9000"},
			{"00D6000001FF", "6982"},
			{"reset", ""},
			{"00A4090C063F000001D107", "9000"},
			{"00B0000003", "ABCD009000"}, // what was written survives
		}},
		{"command chaining", []exchange{
			{"00A4090C063F000001D107", "9000"},
			{verifyPIN, "9000"},
			{"10D6000002ABCD", "6884"}, // nothing but a security operation is chained
			{"1020000102" + "3132", "6884"},
			{"00200001023334", "6700"},
			{"10A4090C023F00", "6884"},
			{"10B0000001", "6884"},
			{"00B0000002", "00009000"},
			{"00A4040C" + aidCPx, "9000"},
			{"002241B80680011A840182", "9000"},
			{"102A808602" + "8100", "9000"},
			{"00200001", "6883"}, // another command inside a chain
			{"00200001", "9000"}, // which is over by that
			{"102A808602" + "8100", "9000"},
			{"00C0000000", "6883"},
			{"102A808602" + "8100", "9000"},
			{"102A9E9A0100", "6883"},        // neither may another chain begin
			{"002A808602" + "0000", "6700"}, // the blocks before are gone
			{"102A8086FF" + strings.Repeat("00", 255), "9000"},
			{"102A8086FF" + strings.Repeat("00", 255), "9000"},
			{"102A8086FF" + strings.Repeat("00", 255), "9000"},
			{"102A8086FF" + strings.Repeat("00", 255), "9000"},
			{"102A80860100", "6700"}, // too much
			{"00200001", "9000"},
		}},
		{"classes and instructions", []exchange{
			{"01A4040C" + aidIAS, "6E00"},
			{"0CB0000000", "6E00"},
			{"80CA000000", "6E00"},
			{"FFCA000000", "6E00"},
			{"00CA9F7F00", "6D00"},
			{"00B2010400", "6D00"},
			{"0070000001", "6D00"},
			{"002241A406800102840182", "6A88"},
			{"002A9E9A00", "6985"},
			{"0088000001FF00", "6985"},
		}},
		{"what is no short C-APDU", []exchange{
			{"", "6700"},
			{"00A409", "6700"},
			{"00B000000000E7", "6700"},
			{"00A4090C0000043F00D003", "6700"},
			{"00A4090C053F00D003", "6700"},
		}},
		{"security data objects", []exchange{
			{"00CB3FFF0A4D087006BF810102A08000", "7021BF81011DA01B840350494E800200089A01039B0103A10A8C087F110012FFFFFF009000"},
			{"00CB3FFF0B4D097007BF8102037F418000", "702ABF810226A01B840350494E800200089A01039B0103A10A8C087F110012FFFFFF007F41068001088101089000"},
			{"00CB3FFF0A4D087006BFFB02027B80", "6110"},
			{"00C0000010", "700EBFFB020A7B08A4069501088301029000"},
			{"00CB3FFF0A4D087006BF810302A08000", "6A88"},
			{"00CB3FFF0A4D087006BF810102A18000", "6A88"},
			{"00CB3FFF0A4D087006BF900102A08000", "6A88"},
			{"00CB3FFF0A4D087006BFFB01027B8000", "6A88"},
			{"00CB3FFF035C017E08", "6A80"},
			{"00CB3FFF0A4D087006BF810102A08100", "6A80"},
			{"00CB3FFF0A4D087007BF810102A08000", "6A80"},
			{"00CB3F000A4D087006BF810102A08000", "6B00"},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			play(t, mustNew(t, healthy(card.FaceCPS3)), test.steps)
		})
	}
}

func TestCPS2ter(t *testing.T) {
	t.Parallel()
	const billing = "850D002F4000040000000000000000"
	tests := []struct {
		name  string
		steps []exchange
	}{
		{"billing situations", []exchange{
			{"A0A40000023F00", "9F0F"},
			{"A0C000000F", "850D00003F00010000000000000000" + "9000"},
			{"A0A40000027F01", "9F0F"},
			{"A0C000000F", "850D00007F01020000000000000000" + "9000"},
			{"A0B0000001", "9400"},
			{"A0A4000002400000", "9F0F"}, // a lenient reader's Le changes nothing
			{"A0C0000005", billing[:10] + "610A"},
			{"A0C000000A", billing[10:] + "9000"},
			{"A0B0000002", "9804"},
			{"00A40404" + aidIAS, "6122"},
			{verifyPIN, "9000"},
			{"A0B0000002", "E02D9000"}, // the PIN of class 00 opens the file, still selected
			{"A0B0002F01", "9402"},
			{"A0B0800001", "6B00"},
		}},
		{"one step at a time", []exchange{
			{"A0A40000024000", "9404"},
			{"A0A40000024011", "9F0F"},
			{"A0A40000024012", "9404"},
			{"A0A4000002D003", "9404"},
			{"A0A40000027F01", "9F0F"},
			{"A0A40000024010", "9404"},
			{"A0A40000044000", "6700"},
			{"A0A4000004" + "7F014000", "6700"},
			{"A0A40800027F01", "6B00"},
			{"A020000104" + "31323334", "6D00"},
		}},
		{"the mode ends with a SELECT of the application", []exchange{
			{"00A4090C043F00D003", "9000"},
			{"A0A40000023F00", "9F0F"},
			{"00B0000001", "6E00"},
			{"00C000000F", "6E00"},
			{"A0C000000F", "6985"}, // dropped by the command before
			{"10D600000100", "6E00"},
			{"00A4040C" + aidCPx, "6E00"},
			{verifyPIN, "6E00"},
			{"00A40404" + aidIAS, "6122"},
			{"00A4090C043F00D003", "9000"},
			{"A0C0000001", "6985"},
			{"00B0000001", "6E00"},
			{"00A40404" + aidIAS, "6122"},
			{"A0FF000000", "6D00"},
			{"00B0000001", "6E00"},
			{"reset", ""},
			{"00A4090C043F00D003", "9000"},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			play(t, mustNew(t, healthy(card.FaceCPS3)), test.steps)
		})
	}
}

func TestContactless(t *testing.T) {
	t.Parallel()
	play(t, mustNew(t, healthy(card.FaceCPS3Contactless)), []exchange{
		{"00A4040C" + aidCPx, "6A82"},
		{"00A4040C0DE828BD080F8025000001FF0020", "9000"},
		{"00A4090C063F000002D101", "9000"},
		{"00B0000002", "E31E9000"},
		{"00A40904063F000002700100", "621B8002006A820101830270018800A1098C077BFFFFFFFFFFFF8A01059000"},
		{"00B0000001", "6982"}, // selected, never read
		{"00A4090C063F000002D120", "6A82"},
		{"00A4090C063F0000024000", "6A82"},
		{"00A4090C063F000001D101", "6A82"},
		{"00200001", "6A88"},
		{verifyPIN, "6A88"},
		{"0024000108" + "3132333434333231", "6A88"},
		{"002C020104" + "31323334", "6A88"},
		{"00CB3FFF0A4D087006BF810102A08000", "6A88"},
		{"00CB3FFF0A4D087006BFFB02027B8000", "6A88"},
		{"A0A40000023F00", "6E00"},
		{"01A4040C" + aidIAS, "6E00"},
		{"00A4090C063F000002D107", "9000"},
		{"00D600000100", "6982"},
	})
}

func TestUnknownFace(t *testing.T) {
	t.Parallel()
	play(t, mustNew(t, Personalisation{}), []exchange{
		{"00A4040C" + aidIAS, "6A82"},
		{"00A40904043F00D003", "6A82"},
		{"00B0000000", "6D00"},
		{"00C0000000", "6985"},
		{"01A4040C" + aidIAS, "6E00"},
		{"A0A40000023F00", "6E00"},
		{"reset", ""},
		{"00A4040C" + aidIAS, "6A82"},
	})
}
