// Package collected reads and writes what one computer says of itself, so that it is
// judged on another one.
//
//	file, err := collected.Read(r)
//	res, err := doctor.Judge(file.Workstation, facts, file.Day, "fr")
//
// Two forms are read. The one that Write writes holds a [workstation.Report], part by
// part, with the source of each. The other is a sheet of plain facts, as somebody puts
// them down from the report of another diagnostic kit: the system, the readers, the
// products, what SESAM.INI and GALSS.INI say (see [Read]).
//
// Nothing of the computer that reads is mixed in: not its clock, not its session, not
// its readers. What a file does not tell is a fact that is not known.
//
// # Masking
//
// Write keeps of every text only words that are known to name no one: makers and
// kinds of readers, folders of Windows, macOS and Linux, products and programs of the
// table of vendors. Any other word is replaced, the same word by the same mark, so
// that a reader's name in GALSS.INI still equals that of the reader. Log lines,
// certificates, serial numbers and texts of configuration files are never in a report.
package collected
