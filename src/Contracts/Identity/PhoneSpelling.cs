namespace Relevo.Contracts.Identity;

/// <summary>
/// Numbers that people and WhatsApp write in two ways: Brazil's mobiles with and without a ninth digit, Mexico's with and
/// without 1, Argentina's with and without 9 after the country code.
/// </summary>
public static class PhoneSpelling
{
    private const int LongLength = 14; // + and 13 digits, in all three countries

    /// <summary>
    /// The shorter spelling of a number that has two, anything else as it is. Both spellings of a contact give the same; two
    /// contacts may too, so it serves to keep things together and not to reach anybody.
    /// </summary>
    /// <param name="contactKey">Number with a leading +, or another kind of contact key.</param>
    public static string Shortest(string contactKey)
    {
        ArgumentNullException.ThrowIfNull(contactKey);
        if (contactKey.Length != LongLength)
        {
            return contactKey;
        }

        return contactKey switch
        {
            ['+', '5', '5', _, _, '9', ..] => contactKey.Remove(5, 1),
            ['+', '5', '2', '1', ..] or ['+', '5', '4', '9', ..] => contactKey.Remove(3, 1),
            _ => contactKey,
        };
    }
}
