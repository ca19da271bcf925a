import java.util.Scanner;

/* Integer.parseInt throws when a number doesn't fit into 32 bits. */
public class ParseInt {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long a = Integer.parseInt(in.next());
        long b = Integer.parseInt(in.next());
        System.out.println(a + b);
    }
}
