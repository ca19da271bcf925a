import java.util.Scanner;

public class FirstTime {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int note = in.nextInt();
        long a = in.nextInt(), c = in.nextInt(), m = in.nextInt();
        int[] firstTime = new int[(int) m];
        int time = 1;
        while (firstTime[note] == 0) {
            firstTime[note] = time++;
            note = (int) ((a * note + c) % m);
        }
        System.out.println((firstTime[note] - 1) + " " + (time - firstTime[note]));
    }
}
