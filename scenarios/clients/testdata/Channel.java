import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import javax.smartcardio.TerminalFactory;

/** Opens a logical channel of its own, reads EF.SN.ICC on it and closes it. */
public class Channel {
    public static void main(String[] args) throws Exception {
        for (CardTerminal terminal : TerminalFactory.getDefault().terminals().list()) {
            if (!terminal.isCardPresent()) {
                continue;
            }
            Card card = terminal.connect("*");
            System.out.println(card.getProtocol() + " " + hex(card.getATR().getBytes()));
            CardChannel channel = card.openLogicalChannel();
            System.out.println("channel " + channel.getChannelNumber());
            send(channel, "00A4040C088025000001FF0100");
            send(channel, "00A4080C02D003");
            send(channel, "00B000000C");
            channel.close();
            card.disconnect(false);
        }
    }

    private static void send(CardChannel channel, String command) throws Exception {
        ResponseAPDU answer = channel.transmit(new CommandAPDU(java.util.HexFormat.of().parseHex(command)));
        System.out.println(command + " " + hex(answer.getBytes()));
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
