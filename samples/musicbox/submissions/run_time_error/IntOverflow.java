import java.util.Scanner;

/* The product overflows, the note becomes negative, and no array has such an index. */
public class IntOverflow {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int note = in.nextInt(), a = in.nextInt(), c = in.nextInt(), m = in.nextInt();
        int[] firstTime = new int[m];
        int time = 1;
        while (firstTime[note] == 0) {
            firstTime[note] = time++;
            note = (a * note + c) % m;
        }
        System.out.println((firstTime[note] - 1) + " " + (time - firstTime[note]));
    }
}
