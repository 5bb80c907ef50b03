package control_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
	"testing"
)

// fewColours is a photograph of a page in the 256 colours that it has most of: a third of its
// size, where its other colours are the edges of letters.
func fewColours(t *testing.T, shot []byte) []byte {
	t.Helper()
	photo, err := png.Decode(bytes.NewReader(shot))
	must(t, err)
	size := photo.Bounds()
	pixels := map[color.Color]int{}
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			pixels[photo.At(x, y)]++
		}
	}
	var most color.Palette
	for c := range pixels {
		most = append(most, c)
	}
	slices.SortFunc(most, func(a, b color.Color) int { return pixels[b] - pixels[a] })
	const palette = 256
	small := image.NewPaletted(size, most[:min(len(most), palette)])
	draw.Draw(small, size, photo, size.Min, draw.Src)
	var out bytes.Buffer
	must(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small))
	return out.Bytes()
}

// TestFewColours: the frequent colours stay as they are, a rare one becomes its neighbour.
func TestFewColours(t *testing.T) {
	t.Parallel()
	photo := image.NewRGBA(image.Rect(0, 0, 512, 4))
	for x := range 512 {
		for y := range 4 {
			photo.Set(x, y, color.RGBA{uint8(x / 2), 10, 20, 255})
		}
	}
	photo.Set(0, 0, color.RGBA{200, 11, 20, 255}) // the 257th
	var shot bytes.Buffer
	must(t, png.Encode(&shot, photo))
	small, err := png.Decode(bytes.NewReader(fewColours(t, shot.Bytes())))
	must(t, err)
	if got := color.RGBAModel.Convert(small.At(0, 0)); got != (color.RGBA{200, 10, 20, 255}) {
		t.Errorf("the rare colour became %v", got)
	}
	if got := color.RGBAModel.Convert(small.At(300, 3)); got != (color.RGBA{150, 10, 20, 255}) {
		t.Errorf("a frequent colour became %v", got)
	}
}
