/* What the linker makes of it is nothing that the kernel can start. */
__asm__(".section .interp,\"a\"\n.asciz \"/nowhere\"\n.text");
int main(void) { return 0; }
