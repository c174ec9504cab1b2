// The least that a program costs.
int main() {}
