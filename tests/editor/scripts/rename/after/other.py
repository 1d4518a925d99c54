learning_rate = 1


def main():
    print(learning_rate)


if __name__ == "__main__":
    main()
